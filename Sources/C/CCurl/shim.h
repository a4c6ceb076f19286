/* One HTTP exchange at a time over libcurl. Its options are variadic, which Swift cannot call, and its callbacks are
   written here, so that Swift sees finished bytes. */
#ifndef HINDCAST_CURL_SHIM_H
#define HINDCAST_CURL_SHIM_H

#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Keeps connections from one exchange to the next. Used by one thread at a time, but for the cancelling. */
typedef struct {
    CURLM *multi;
    int cancelled;
} HindcastFetcher;

typedef struct {
    const char *method;
    const char *url;
    /* "Name: value" lines. */
    const char *const *headers;
    size_t headerCount;
    const void *body;
    size_t bodyBytes;
    long timeoutMilliseconds;
    long connectMilliseconds;
    size_t replyBytesMax;
} HindcastFetchRequest;

typedef struct {
    char *bytes;
    size_t count;
    size_t capacity;
    size_t most;
    int isOver;
} HindcastFetchBytes;

typedef struct {
    /* A CURLcode; the most likely ones have their own fields, so that no caller needs its cases. */
    int code;
    int isCancelled;
    int isTimeout;
    int isUntrusted;
    long status;
    HindcastFetchBytes head;
    HindcastFetchBytes body;
    char reason[CURL_ERROR_SIZE];
} HindcastFetchReply;

/* Bytes of a reply's header; servers limit theirs to 8 or 16 KiB. */
#define HINDCAST_FETCH_HEAD_BYTES_MAX (64 * 1024)

static inline int hindcast_fetch_prepare(void) { return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }

static inline HindcastFetcher *hindcast_fetcher_new(void) {
    HindcastFetcher *fetcher = (HindcastFetcher *)calloc(1, sizeof *fetcher);
    if (!fetcher) return NULL;
    fetcher->multi = curl_multi_init();
    if (!fetcher->multi) {
        free(fetcher);
        return NULL;
    }
    return fetcher;
}

static inline void hindcast_fetcher_free(HindcastFetcher *fetcher) {
    curl_multi_cleanup(fetcher->multi);
    free(fetcher);
}

/* From any thread. */
static inline void hindcast_fetcher_cancel(HindcastFetcher *fetcher) {
    __atomic_store_n(&fetcher->cancelled, 1, __ATOMIC_SEQ_CST);
    curl_multi_wakeup(fetcher->multi);
}

static inline void hindcast_fetcher_rearm(HindcastFetcher *fetcher) {
    __atomic_store_n(&fetcher->cancelled, 0, __ATOMIC_SEQ_CST);
}

/* Answering less than what it was given makes libcurl stop the exchange. */
static inline size_t hindcast_fetch_take(char *piece, size_t size, size_t items, void *context) {
    HindcastFetchBytes *bytes = (HindcastFetchBytes *)context;
    size_t count = size * items;
    if (count > bytes->most - bytes->count) {
        bytes->isOver = 1;
        return 0;
    }
    if (bytes->count + count > bytes->capacity) {
        size_t capacity = bytes->capacity ? bytes->capacity : 4096;
        while (capacity < bytes->count + count) capacity *= 2;
        char *larger = (char *)realloc(bytes->bytes, capacity);
        if (!larger) return 0;
        bytes->bytes = larger;
        bytes->capacity = capacity;
    }
    if (count) memcpy(bytes->bytes + bytes->count, piece, count);
    bytes->count += count;
    return count;
}

/* A status line begins a head anew: an interim answer (1xx) has one of its own. */
static inline size_t hindcast_fetch_take_line(char *line, size_t size, size_t items, void *context) {
    if (size * items >= 5 && memcmp(line, "HTTP/", 5) == 0) ((HindcastFetchBytes *)context)->count = 0;
    return hindcast_fetch_take(line, size, items, context);
}

/* Everything that would let an exchange go elsewhere than to the address it names is off: proxies of the environment,
   redirects, other schemes. */
static inline void hindcast_fetch_configure(
    CURL *easy, const HindcastFetchRequest *request, struct curl_slist *lines, HindcastFetchReply *reply) {
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, request->timeoutMilliseconds);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connectMilliseconds);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines);
    if (strcmp(request->method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else {
        if (request->bodyBytes > 0 || strcmp(request->method, "POST") == 0) {
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->bodyBytes);
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->bodyBytes ? request->body : "");
        }
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    }
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, hindcast_fetch_take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &reply->body);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, hindcast_fetch_take_line);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &reply->head);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, reply->reason);
}

/* Runs until the reply is whole, fails, or is cancelled. */
static inline CURLcode hindcast_fetch_run(HindcastFetcher *fetcher, CURL *easy, HindcastFetchReply *reply) {
    CURLcode code = CURLE_FAILED_INIT;
    if (curl_multi_add_handle(fetcher->multi, easy) != CURLM_OK) return code;
    for (;;) {
        int running = 0;
        if (__atomic_load_n(&fetcher->cancelled, __ATOMIC_SEQ_CST)) {
            reply->isCancelled = 1;
            code = CURLE_ABORTED_BY_CALLBACK;
            break;
        }
        if (curl_multi_perform(fetcher->multi, &running) != CURLM_OK) break;
        int waiting = 0;
        CURLMsg *message = curl_multi_info_read(fetcher->multi, &waiting);
        if (message && message->msg == CURLMSG_DONE) {
            code = message->data.result;
            break;
        }
        if (curl_multi_poll(fetcher->multi, NULL, 0, 1000, NULL) != CURLM_OK) break;
    }
    curl_multi_remove_handle(fetcher->multi, easy);
    return code;
}

/* What the reply holds is the caller's to release. */
static inline void hindcast_fetch(
    HindcastFetcher *fetcher, const HindcastFetchRequest *request, HindcastFetchReply *reply) {
    memset(reply, 0, sizeof *reply);
    reply->head.most = HINDCAST_FETCH_HEAD_BYTES_MAX;
    reply->body.most = request->replyBytesMax;
    reply->code = CURLE_OUT_OF_MEMORY;
    CURL *easy = curl_easy_init();
    if (!easy) return;
    struct curl_slist *lines = NULL;
    for (size_t index = 0; index < request->headerCount; index++) {
        struct curl_slist *longer = curl_slist_append(lines, request->headers[index]);
        if (!longer) goto done;
        lines = longer;
    }
    hindcast_fetch_configure(easy, request, lines, reply);
    reply->code = (int)hindcast_fetch_run(fetcher, easy, reply);
    reply->isTimeout = reply->code == CURLE_OPERATION_TIMEDOUT;
    reply->isUntrusted = reply->code == CURLE_PEER_FAILED_VERIFICATION || reply->code == CURLE_SSL_CACERT_BADFILE;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply->status);
    if (reply->code != CURLE_OK && !reply->reason[0])
        strncpy(reply->reason, curl_easy_strerror((CURLcode)reply->code), sizeof reply->reason - 1);
done:
    curl_slist_free_all(lines);
    curl_easy_cleanup(easy);
}

static inline void hindcast_fetch_release(HindcastFetchReply *reply) {
    free(reply->head.bytes);
    free(reply->body.bytes);
}

#endif
