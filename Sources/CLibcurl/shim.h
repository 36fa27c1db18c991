#ifndef FLOTILLA_CLIBCURL_H
#define FLOTILLA_CLIBCURL_H

// libcurl's setters are variadic, which Swift cannot call: one typed function per kind of argument.

#include <curl/curl.h>
#include <sys/socket.h>

// Constants whose kind (macro, enum) differs between versions.
static const long flotilla_curl_http2_over_tls = CURL_HTTP_VERSION_2TLS;
static const size_t flotilla_curl_pause = CURL_WRITEFUNC_PAUSE;

typedef size_t (*flotilla_curl_data_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode flotilla_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

static inline CURLcode flotilla_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flotilla_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flotilla_curl_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flotilla_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flotilla_curl_set_bytes(CURL *easy, CURLoption option, const void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flotilla_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flotilla_curl_set_callback(CURL *easy, CURLoption option, flotilla_curl_data_callback value) {
  return curl_easy_setopt(easy, option, value);
}

typedef int (*flotilla_curl_progress_callback)(void *context, curl_off_t to_receive, curl_off_t received,
                                              curl_off_t to_send, curl_off_t sent);

static inline CURLcode flotilla_curl_set_progress(CURL *easy, flotilla_curl_progress_callback value) {
  return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, value);
}

typedef int (*flotilla_curl_socket_callback)(void *context, curl_socket_t socket, curlsocktype purpose);

// Called for each new socket, before it connects.
static inline CURLcode flotilla_curl_set_new_socket(CURL *easy, flotilla_curl_socket_callback value) {
  return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, value);
}

// libcurl's own sockets would live on in every child process, and their peers would never see them closed.
static inline curl_socket_t flotilla_curl_open_socket(void *context, curlsocktype purpose,
                                                      struct curl_sockaddr *address) {
  (void)context;
  (void)purpose;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static inline CURLcode flotilla_curl_set_close_on_exec(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, flotilla_curl_open_socket);
}

static inline CURLMcode flotilla_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

static inline long flotilla_curl_info_long(CURL *easy, CURLINFO info) {
  long value = 0;
  return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline curl_off_t flotilla_curl_info_offset(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

// The socket of the connection that the handle holds; -1 when it holds none.
static inline curl_socket_t flotilla_curl_info_socket(CURL *easy) {
  curl_socket_t value = CURL_SOCKET_BAD;
  return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK ? value : CURL_SOCKET_BAD;
}

static inline void *flotilla_curl_info_private(CURL *easy) {
  char *value = 0;
  return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : 0;
}

static inline CURLcode flotilla_curl_resume(CURL *easy) { return curl_easy_pause(easy, CURLPAUSE_CONT); }

static inline CURLcode flotilla_curl_message_result(const CURLMsg *message) { return message->data.result; }

#endif
