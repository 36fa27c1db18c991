#ifndef FLOTILLA_CMICROHTTPD_H
#define FLOTILLA_CMICROHTTPD_H

// libmicrohttpd (0.9.75 or later, 1.0 too) takes its options and gives its facts by variadic functions, which Swift
// cannot call: these are typed doors to them.

#include <microhttpd.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// Must outlive the daemon: its logger reads it.
struct flotilla_mhd_settings {
    int listen_socket;
    unsigned int threads;
    unsigned int connection_limit;
    unsigned int idle_seconds;
    size_t connection_memory;
    MHD_AccessHandlerCallback on_request;
    MHD_RequestCompletedCallback on_completed;
    MHD_NotifyConnectionCallback on_connection;
    void *(*on_target)(void *context, const char *target, struct MHD_Connection *connection);
    void (*on_log)(void *context, const char *message);
    void *context;
};

static inline void flotilla_mhd_log(void *settings, const char *format, va_list arguments) {
    const struct flotilla_mhd_settings *known = (const struct flotilla_mhd_settings *)settings;
    char message[512];
    vsnprintf(message, sizeof message, format, arguments);
    message[strcspn(message, "\r\n")] = 0;
    known->on_log(known->context, message);
}

// Leaves percent-encoding alone: the server decodes on its own and refuses what is not right.
static inline size_t flotilla_mhd_keep_encoded(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

static inline struct MHD_Daemon *flotilla_mhd_start(const struct flotilla_mhd_settings *settings) {
    struct MHD_OptionItem pool[] = {
        // A pool of one is no pool, and refused.
        {settings->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)settings->threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        settings->on_request, settings->context,
        MHD_OPTION_EXTERNAL_LOGGER, flotilla_mhd_log, (void *)settings,
        MHD_OPTION_LISTEN_SOCKET, settings->listen_socket,
        MHD_OPTION_CONNECTION_LIMIT, settings->connection_limit,
        MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->connection_memory,
        MHD_OPTION_NOTIFY_COMPLETED, settings->on_completed, settings->context,
        MHD_OPTION_NOTIFY_CONNECTION, settings->on_connection, settings->context,
        MHD_OPTION_URI_LOG_CALLBACK, settings->on_target, settings->context,
        MHD_OPTION_UNESCAPE_CALLBACK, flotilla_mhd_keep_encoded, NULL,
#if MHD_VERSION >= 0x01000000
        // Strict. Before 1.0 that closes connections without a word and sends a header twice: there the server checks
        // the same things on its own.
        MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#endif
        MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
}

// Whether the library itself refuses what different readers may read differently, as it does from 1.0 on.
static const int flotilla_mhd_is_strict = MHD_VERSION >= 0x01000000;

static inline ssize_t flotilla_mhd_no_content(void *context, uint64_t position, char *buffer, size_t size) {
    (void)context;
    (void)position;
    (void)buffer;
    (void)size;
    return MHD_CONTENT_READER_END_OF_STREAM;
}

// The answer to a stream's HEAD: a header without a length. A chunked one would be followed by a stray last chunk.
static inline struct MHD_Response *flotilla_mhd_bodiless_stream(void) {
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, flotilla_mhd_no_content, NULL, NULL);
    if (response) MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    return response;
}

// Ends a request's target at its question mark, in the library's own buffer. Called from `on_target`, before the library
// looks for parameters there.
static inline void flotilla_mhd_drop_query(const char *target) {
    char *question = strchr((char *)(uintptr_t)target, '?');
    if (question) question[1] = 0;
}

// The bytes of the request's line and header, 0 before the whole of it has come.
static inline size_t flotilla_mhd_header_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

// The connection's socket, -1 when the library cannot tell.
static inline int flotilla_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline const struct sockaddr *flotilla_mhd_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

// What the connection callback put into its socket context.
static inline void *flotilla_mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// Constants under names of their own: Swift shortens the library's by what they share, which differs by version.
static const enum MHD_Result flotilla_mhd_yes = MHD_YES;
static const enum MHD_Result flotilla_mhd_no = MHD_NO;
static const enum MHD_ConnectionNotificationCode flotilla_mhd_started = MHD_CONNECTION_NOTIFY_STARTED;
static const enum MHD_ValueKind flotilla_mhd_header = MHD_HEADER_KIND;
static const enum MHD_ResponseMemoryMode flotilla_mhd_copy = MHD_RESPMEM_MUST_COPY;
static const uint64_t flotilla_mhd_size_unknown = MHD_SIZE_UNKNOWN;
static const ssize_t flotilla_mhd_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t flotilla_mhd_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;

#endif
