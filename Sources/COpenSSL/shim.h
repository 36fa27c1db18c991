#ifndef FLOTILLA_COPENSSL_H
#define FLOTILLA_COPENSSL_H

// OpenSSL 3.0's current interface only: what it deprecates is not even visible.
#define OPENSSL_API_COMPAT 30000
#define OPENSSL_NO_DEPRECATED 1

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/opensslv.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// Function-like macros, which Swift cannot call.

static inline int flotilla_ssl_set_host_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

static inline int flotilla_ssl_ctx_set_min_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_min_proto_version(context, version);
}

static inline long flotilla_ssl_ctx_set_mode(SSL_CTX *context, long mode) { return SSL_CTX_set_mode(context, mode); }

static inline long flotilla_ssl_ctx_set_session_cache_mode(SSL_CTX *context, long mode) {
    return SSL_CTX_set_session_cache_mode(context, mode);
}

static inline long flotilla_bio_pending(BIO *bio) { return BIO_pending(bio); }

// A memory BIO that is empty says "try again" instead of "end of file".
static inline void flotilla_bio_set_retry_when_empty(BIO *bio) { BIO_set_mem_eof_return(bio, -1); }

static inline long flotilla_bio_memory(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

// Here because an OSSL_PARAM points to its name, which a string lent by Swift does not outlive.
static inline int flotilla_hmac_sha256_init(EVP_MAC_CTX *context, const unsigned char *key, size_t length) {
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
    return EVP_MAC_init(context, key, length, parameters);
}

// The empty password: without one OpenSSL asks the terminal when the file is encrypted.
static inline EVP_PKEY *flotilla_pem_read_public_key(BIO *bio) {
    return PEM_read_bio_PUBKEY(bio, NULL, NULL, (void *)"");
}

#endif
