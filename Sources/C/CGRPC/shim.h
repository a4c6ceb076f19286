/* What Swift cannot import of the gRPC core: the unions of grpc_op, macros over slices, channel arguments. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/slice.h>
#include <grpc/support/alloc.h>

/* Everything a call needs at an address that stays the same until the core gives its tags back. */
typedef struct {
    grpc_call *call;
    grpc_byte_buffer *payload;
    grpc_metadata_array metadata;
    grpc_call_details details;
    gpr_timespec deadline;
    int cancelled;
    grpc_byte_buffer *reply;
    grpc_slice message;
    grpc_metadata trailing[2];
    int hasTrailing;
} HindcastCall;

/* The core writes to stderr by itself; a busy alias port is reported by us. The user's own setting wins. */
static inline void hindcast_grpc_quiet(void) { setenv("GRPC_VERBOSITY", "NONE", 0); }

static inline void hindcast_call_init(HindcastCall *c) {
    memset(c, 0, sizeof *c);
    grpc_metadata_array_init(&c->metadata);
    grpc_call_details_init(&c->details);
    c->message = grpc_empty_slice();
}

/* Gives back all a call held; the struct is as good as new. */
static inline void hindcast_call_reset(HindcastCall *c) {
    grpc_metadata_array_destroy(&c->metadata);
    grpc_call_details_destroy(&c->details);
    if (c->payload != NULL) grpc_byte_buffer_destroy(c->payload);
    if (c->reply != NULL) grpc_byte_buffer_destroy(c->reply);
    grpc_slice_unref(c->message);
    if (c->hasTrailing) {
        for (int i = 0; i < 2; i++) {
            grpc_slice_unref(c->trailing[i].key);
            grpc_slice_unref(c->trailing[i].value);
        }
    }
    if (c->call != NULL) grpc_call_unref(c->call);
    hindcast_call_init(c);
}

static inline grpc_server *hindcast_grpc_server(int messageBytesMax, int streamsMax, int metadataBytesMax) {
    grpc_arg list[] = {
        {GRPC_ARG_INTEGER, (char *)GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, {.integer = messageBytesMax}},
        {GRPC_ARG_INTEGER, (char *)GRPC_ARG_MAX_CONCURRENT_STREAMS, {.integer = streamsMax}},
        {GRPC_ARG_INTEGER, (char *)GRPC_ARG_MAX_METADATA_SIZE, {.integer = metadataBytesMax}},
        /* Otherwise a second server binds a busy port without an error and gets half of its calls. */
        {GRPC_ARG_INTEGER, (char *)GRPC_ARG_ALLOW_REUSEPORT, {.integer = 0}},
        /* Exporters that ping an idle connection are not thrown out. */
        {GRPC_ARG_INTEGER, (char *)GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, {.integer = 1}},
        {GRPC_ARG_INTEGER, (char *)GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, {.integer = 5000}},
    };
    grpc_channel_args args = {sizeof list / sizeof *list, list};
    return grpc_server_create(&args, NULL);
}

static inline grpc_server_credentials *hindcast_grpc_tls(const char *certificate, const char *key) {
    grpc_ssl_pem_key_cert_pair pair = {key, certificate};
    return grpc_ssl_server_credentials_create_ex(
        NULL, &pair, 1, GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE, NULL);
}

static inline void *hindcast_grpc_register(grpc_server *server, const char *path) {
    return grpc_server_register_method(server, path, NULL, GRPC_SRM_PAYLOAD_READ_INITIAL_BYTE_BUFFER, 0);
}

/* Waits for the next call of a registered method, or of any other when `method` is NULL. */
static inline int hindcast_grpc_await(
    grpc_server *server, void *method, HindcastCall *c, grpc_completion_queue *queue, void *tag) {
    grpc_call_error error = method == NULL
        ? grpc_server_request_call(server, &c->call, &c->details, &c->metadata, queue, queue, tag)
        : grpc_server_request_registered_call(
            server, method, &c->call, &c->deadline, &c->metadata, &c->payload, queue, queue, tag);
    return error == GRPC_CALL_OK;
}

/* Tells when the call is over, by our status or by the caller's leaving. */
static inline int hindcast_call_watch(HindcastCall *c, void *tag) {
    grpc_op op;
    memset(&op, 0, sizeof op);
    op.op = GRPC_OP_RECV_CLOSE_ON_SERVER;
    op.data.recv_close_on_server.cancelled = &c->cancelled;
    return grpc_call_start_batch(c->call, &op, 1, tag, NULL) == GRPC_CALL_OK;
}

/* Sends the whole answer: `reply` when the code is 0, else the status with its message and details. */
static inline int hindcast_call_answer(
    HindcastCall *c, int code, const void *reply, size_t replyBytes, const void *message, size_t messageBytes,
    const char *detailsKey, const void *details, size_t detailsBytes, const char *retryKey, const void *retry,
    size_t retryBytes, void *tag) {
    grpc_op ops[3];
    size_t count = 0;
    memset(ops, 0, sizeof ops);
    ops[count++].op = GRPC_OP_SEND_INITIAL_METADATA;
    if (code == 0) {
        grpc_slice slice = grpc_slice_from_copied_buffer((const char *)reply, replyBytes);
        c->reply = grpc_raw_byte_buffer_create(&slice, 1);
        grpc_slice_unref(slice);
        ops[count].op = GRPC_OP_SEND_MESSAGE;
        ops[count++].data.send_message.send_message = c->reply;
    }
    c->message = grpc_slice_from_copied_buffer((const char *)message, messageBytes);
    ops[count].op = GRPC_OP_SEND_STATUS_FROM_SERVER;
    ops[count].data.send_status_from_server.status = (grpc_status_code)code;
    ops[count].data.send_status_from_server.status_details = &c->message;
    if (detailsBytes > 0) {
        c->trailing[0].key = grpc_slice_from_copied_string(detailsKey);
        c->trailing[0].value = grpc_slice_from_copied_buffer((const char *)details, detailsBytes);
        c->trailing[1].key = grpc_slice_from_copied_string(retryKey);
        c->trailing[1].value = grpc_slice_from_copied_buffer((const char *)retry, retryBytes);
        c->hasTrailing = 1;
        ops[count].data.send_status_from_server.trailing_metadata_count = 2;
        ops[count].data.send_status_from_server.trailing_metadata = c->trailing;
    }
    count++;
    return grpc_call_start_batch(c->call, ops, count, tag, NULL) == GRPC_CALL_OK;
}

/* Bytes of the received message, or -1 when it cannot be decompressed. Fill with `hindcast_payload_read`. */
static inline int64_t hindcast_payload_begin(HindcastCall *c, grpc_byte_buffer_reader *reader) {
    if (c->payload == NULL || !grpc_byte_buffer_reader_init(reader, c->payload)) return -1;
    return (int64_t)grpc_byte_buffer_length(reader->buffer_out);
}

static inline size_t hindcast_payload_read(grpc_byte_buffer_reader *reader, uint8_t *out, size_t capacity) {
    grpc_slice *slice;
    size_t filled = 0;
    while (grpc_byte_buffer_reader_peek(reader, &slice)) {
        size_t count = GRPC_SLICE_LENGTH(*slice);
        if (count > capacity - filled) count = capacity - filled;
        memcpy(out + filled, GRPC_SLICE_START_PTR(*slice), count);
        filled += count;
    }
    return filled;
}

/* The message is read: its slices go back before the handler runs. */
static inline void hindcast_payload_end(HindcastCall *c, grpc_byte_buffer_reader *reader) {
    grpc_byte_buffer_reader_destroy(reader);
    grpc_byte_buffer_destroy(c->payload);
    c->payload = NULL;
}

static inline const uint8_t *hindcast_metadata_key(const HindcastCall *c, size_t index, size_t *count) {
    *count = GRPC_SLICE_LENGTH(c->metadata.metadata[index].key);
    return GRPC_SLICE_START_PTR(c->metadata.metadata[index].key);
}

static inline const uint8_t *hindcast_metadata_value(const HindcastCall *c, size_t index, size_t *count) {
    *count = GRPC_SLICE_LENGTH(c->metadata.metadata[index].value);
    return GRPC_SLICE_START_PTR(c->metadata.metadata[index].value);
}

static inline const uint8_t *hindcast_call_method(const HindcastCall *c, size_t *count) {
    *count = GRPC_SLICE_LENGTH(c->details.method);
    return GRPC_SLICE_START_PTR(c->details.method);
}

/* Waits for the next event: 1 with its tag, 0 when the queue is shut down and empty. */
static inline int hindcast_queue_next(grpc_completion_queue *queue, void **tag, int *success) {
    for (;;) {
        grpc_event event = grpc_completion_queue_next(queue, gpr_inf_future(GPR_CLOCK_REALTIME), NULL);
        if (event.type == GRPC_QUEUE_SHUTDOWN) return 0;
        if (event.type != GRPC_OP_COMPLETE) continue;
        *tag = event.tag;
        *success = event.success;
        return 1;
    }
}
