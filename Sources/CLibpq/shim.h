#ifndef FLOTILLA_CLIBPQ_H
#define FLOTILLA_CLIBPQ_H

#include <dlfcn.h>
#include <postgresql/libpq-fe.h>

// Bytes that OpenSSL holds decrypted for this connection: epoll does not see them. libpq has no call for it, and
// libssl is loaded by libpq, so its symbol is looked up rather than linked. 0 without TLS.
static inline int flotilla_pq_decrypted_bytes(PGconn *connection) {
    static int (*pending)(const void *);
    void *tls = PQsslInUse(connection) ? PQsslStruct(connection, "OpenSSL") : 0;
    if (!tls) return 0;
    if (!pending) pending = (int (*)(const void *))dlsym(0, "SSL_pending");
    return pending ? pending(tls) : 0;
}

// Notices would be printed to stderr by default.
static inline void flotilla_pq_ignore_notice(void *argument, const PGresult *notice) {
    (void)argument;
    (void)notice;
}

static inline void flotilla_pq_silence(PGconn *connection) {
    PQsetNoticeReceiver(connection, flotilla_pq_ignore_notice, 0);
}

#endif
