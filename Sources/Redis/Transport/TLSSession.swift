internal import COpenSSL

/// One TLS connection as a machine without a socket: ciphertext in and out through memory, so that the same code moves
/// bytes with and without TLS. Not thread-safe.
final class TLSSession {
    private let ssl: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer

    /// - Parameter host: what the peer's certificate must be valid for: a DNS name or an IP address.
    init(_ context: TLSContext, host: String) throws(RedisError) {
        guard let ssl = SSL_new(context.pointer), let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem())
        else { throw .unavailable("OpenSSL: \(TLSContext.lastError())") }
        (self.ssl, self.input, self.output) = (ssl, input, output)
        SSL_set_bio(ssl, input, output)
        SSL_set_connect_state(ssl)
        let parameters = SSL_get0_param(ssl)
        // RFC 6066: an IP address is no server name.
        if X509_VERIFY_PARAM_set1_ip_asc(parameters, host) != 1 {
            ERR_clear_error()
            guard SSL_set1_host(ssl, host) == 1, flotilla_ssl_set_host_name(ssl, host) == 1 else {
                throw .configuration("the host is no name that TLS can check", detail: host)
            }
        }
    }

    // Frees both BIOs too.
    deinit { SSL_free(ssl) }

    /// Goes on with the handshake; true once it is done.
    func handshake() throws(RedisError) -> Bool {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        if result == 1 { return true }
        if SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ { return false }
        let verdict = SSL_get_verify_result(ssl)
        guard verdict == Int(X509_V_OK) else {
            throw .configuration(
                "the TLS certificate of Redis was refused",
                detail: String(cString: X509_verify_cert_error_string(verdict)),
                .certificateRefused(String(cString: X509_verify_cert_error_string(verdict))))
        }
        throw .unavailable("TLS handshake: \(TLSContext.lastError())", .tlsRefused)
    }

    /// Takes what came from the socket.
    func feed(_ ciphertext: UnsafeRawBufferPointer) {
        BIO_write(input, ciphertext.baseAddress, Int32(ciphertext.count))
    }

    /// The number of bytes deciphered, 0 at the end of the stream, nil when more input is needed.
    func read(into space: UnsafeMutableRawBufferPointer) throws(RedisError) -> Int? {
        ERR_clear_error()
        let count = SSL_read(ssl, space.baseAddress, Int32(space.count))
        if count > 0 { return Int(count) }
        switch SSL_get_error(ssl, count) {
        case SSL_ERROR_WANT_READ: return nil
        case SSL_ERROR_ZERO_RETURN: return 0
        default: throw .connectionLost("TLS: \(TLSContext.lastError())")
        }
    }

    /// Enciphers all of `plaintext`; `takeOutput` has the result.
    func write(_ plaintext: UnsafeRawBufferPointer) throws(RedisError) {
        ERR_clear_error()
        guard SSL_write(ssl, plaintext.baseAddress, Int32(plaintext.count)) == Int32(plaintext.count) else {
            throw .connectionLost("TLS: \(TLSContext.lastError())")
        }
    }

    /// Moves what is to be sent into `buffer`.
    func takeOutput(into buffer: inout OutputBuffer) {
        let pending = BIO_ctrl_pending(output)
        guard pending > 0 else { return }
        withUnsafeTemporaryAllocation(byteCount: pending, alignment: 1) { space in
            let count = BIO_read(output, space.baseAddress, Int32(pending))
            buffer.append(UnsafeRawBufferPointer(rebasing: space[..<Int(max(0, count))]))
        }
    }
}
