internal import COpenSSL

/// Owns an `SSL_CTX`: what all TLS connections of a client share. TLS 1.2 or newer; the peer's certificate is always checked.
final class TLSContext: @unchecked Sendable {
    // Sendable because nothing changes it once it is made, and OpenSSL lets any thread make sessions from it.
    let pointer: OpaquePointer

    /// Reads the certificate files.
    init(_ options: RedisTLSOptions) throws(RedisError) {
        guard let pointer = SSL_CTX_new(TLS_client_method()) else {
            throw .unavailable("OpenSSL: \(Self.lastError())")
        }
        self.pointer = pointer
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
        _ = flotilla_ssl_ctx_set_min_version(pointer, TLS1_2_VERSION)
        if let file = options.certificateAuthorityFile {
            try Self.check(SSL_CTX_load_verify_locations(pointer, file, nil), "the CA certificate", file)
        } else {
            SSL_CTX_set_default_verify_paths(pointer)
        }
        if let file = options.certificateFile {
            let key = options.privateKeyFile ?? file
            try Self.check(SSL_CTX_use_certificate_chain_file(pointer, file), "the client certificate", file)
            try Self.check(SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM), "the private key", key)
        }
    }

    deinit { SSL_CTX_free(pointer) }

    /// The oldest error that OpenSSL recorded on this thread; forgets the others.
    static func lastError() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        return ERR_reason_error_string(code).map { String(cString: $0) } ?? "no reason given"
    }

    private static func check(_ result: Int32, _ what: String, _ file: String) throws(RedisError) {
        guard result == 1 else {
            throw .configuration(
                "\(what) for Redis cannot be read", detail: "\(file): \(lastError())", .certificateFiles)
        }
    }
}
