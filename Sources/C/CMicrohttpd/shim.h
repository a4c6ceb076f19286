/* What Swift cannot import of libmicrohttpd (variadic calls, unions behind them) and the one place where
   sockets differ between systems. The library's enums stay on this side: their cases move between versions. */
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <microhttpd.h>

typedef struct {
    int listenSocket;
    int threads;
    unsigned int connectionsMax;
    unsigned int connectionsPerAddressMax;
    unsigned int idleSeconds;
    size_t connectionMemoryBytes;
    size_t connectionMemoryStepBytes;
    /* PEM text, or both NULL for plain HTTP; must outlive the daemon. */
    const char *certificate;
    const char *key;
    void *context;
    MHD_AccessHandlerCallback request;
    void *(*target)(void *context, const char *uri, struct MHD_Connection *connection);
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
} HindcastHTTPOptions;

/* Leaves targets as they came: the router decodes them, once. */
static inline size_t hindcast_http_keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

static inline struct MHD_Daemon *hindcast_http_start(const HindcastHTTPOptions *o) {
    unsigned int flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_TURBO;
    struct MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, o->threads, NULL}, {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)o->key},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)o->certificate},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    int secure = o->certificate != NULL && o->key != NULL;
    if (secure) flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, o->request, o->context,
        MHD_OPTION_LISTEN_SOCKET, o->listenSocket,
        MHD_OPTION_CONNECTION_LIMIT, o->connectionsMax,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->connectionsPerAddressMax,
        MHD_OPTION_CONNECTION_TIMEOUT, o->idleSeconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, o->connectionMemoryBytes,
        MHD_OPTION_CONNECTION_MEMORY_INCREMENT, o->connectionMemoryStepBytes,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, &hindcast_http_keep_escapes, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, o->target, o->context,
        MHD_OPTION_NOTIFY_COMPLETED, o->completed, o->context,
        MHD_OPTION_NOTIFY_CONNECTION, o->connection, o->context,
        MHD_OPTION_ARRAY, o->threads > 1 ? pool : none,
        MHD_OPTION_ARRAY, secure ? tls : none,
        MHD_OPTION_END);
}

/* Whether `target`, of `length` bytes up to its first NUL, is all that stood in the request line. The library reads
   lines of known length but hands on C strings, which end at a NUL that a client sent. Method, target and version are
   pieces of that one line, each with one NUL behind it: so the version begins right behind the target, or the target
   had a NUL in it. A version that is not part of the line says nothing. */
static inline int hindcast_http_is_whole(const char *target, size_t length, const char *version) {
    uintptr_t start = (uintptr_t)target, next = (uintptr_t)version;
    if (next < start || next - start > 1 << 20) return 1;
    return next == start + length + 1;
}

static inline int hindcast_http_is_start(enum MHD_ConnectionNotificationCode code) {
    return code == MHD_CONNECTION_NOTIFY_STARTED;
}

/* What was stored for the socket when it was accepted. */
static inline void *hindcast_http_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static inline int hindcast_http_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : (int)info->connect_fd;
}

/* Answers go out at once instead of waiting for more. */
static inline void hindcast_http_no_delay(int socket) {
    int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static inline int hindcast_http_headers(
    struct MHD_Connection *connection, MHD_KeyValueIterator visit, void *context) {
    return MHD_get_connection_values(connection, MHD_HEADER_KIND, visit, context);
}

static inline struct MHD_Response *hindcast_http_copied(const void *bytes, size_t count) {
    return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

static const int64_t HINDCAST_HTTP_END = MHD_CONTENT_READER_END_OF_STREAM;
static const uint64_t HINDCAST_HTTP_SIZE_UNKNOWN = MHD_SIZE_UNKNOWN;

/* The numeric address of the other end; returns 1 when it is this machine's loopback. */
static inline int hindcast_http_peer(int socket, char *text, size_t capacity) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    text[0] = 0;
    if (getpeername(socket, (struct sockaddr *)&address, &length) != 0) return 0;
    if (address.ss_family == AF_INET) {
        struct in_addr v4 = ((struct sockaddr_in *)&address)->sin_addr;
        inet_ntop(AF_INET, &v4, text, (socklen_t)capacity);
        return (ntohl(v4.s_addr) >> 24) == 127;
    }
    struct in6_addr v6 = ((struct sockaddr_in6 *)&address)->sin6_addr;
    inet_ntop(AF_INET6, &v6, text, (socklen_t)capacity);
    return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
}

/* A listening socket on the first address of `host`, or -1 with `*failure` saying why. `*port` 0 picks a free
   port and is overwritten with the port taken. */
static inline int hindcast_http_listen(const char *host, uint16_t *port, int backlog, const char **failure) {
    struct addrinfo hints, *found = NULL;
    char service[8];
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    /* "localhost" may name ::1 first, while clients given 127.0.0.1 are the common case. */
    if (strcmp(host, "localhost") == 0) hints.ai_family = AF_INET;
    snprintf(service, sizeof service, "%u", (unsigned)*port);
    int code = getaddrinfo(host, service, &hints, &found);
    if (code != 0) {
        *failure = gai_strerror(code);
        return -1;
    }
    int fd = socket(found->ai_family, SOCK_STREAM, 0);
    int on = 1;
    int ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0
        && bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, backlog) == 0;
    struct sockaddr_storage bound;
    socklen_t length = sizeof bound;
    ok = ok && getsockname(fd, (struct sockaddr *)&bound, &length) == 0;
    int reason = errno;
    freeaddrinfo(found);
    if (!ok) {
        *failure = strerror(reason);
        if (fd >= 0) close(fd);
        return -1;
    }
    *port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                              : ((struct sockaddr_in *)&bound)->sin_port);
    return fd;
}

static inline void hindcast_http_close(int socket) { close(socket); }

/* Ends a connection whose socket the library owns and will close. */
static inline void hindcast_http_shut(int socket) { shutdown(socket, SHUT_RDWR); }

static inline uint64_t hindcast_http_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
