internal import CLibcurl

extension SMTPConnection {
    private static let isLibraryReady = flotilla_curl_global_init() == CURLE_OK

    /// Sets what all messages by the connection have in common. False when libcurl refuses the address.
    func configure(_ server: SMTPServer) -> Bool {
        guard Self.isLibraryReady else { return false }
        set(CURLOPT_NOSIGNAL, 1)
        _ = flotilla_curl_set_close_on_exec(easy)
        // Without it, an end waits for the thread that looks up the name.
        set(CURLOPT_QUICK_EXIT, 1)
        // Mail is no proxy's matter, whatever the environment says.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_UPLOAD, 1)
        set(CURLOPT_MAXCONNECTS, 1)
        set(CURLOPT_MAXAGE_CONN, 3600)
        set(
            CURLOPT_USE_SSL, server.security == .startTLS ? Int(CURLUSESSL_ALL.rawValue) : Int(CURLUSESSL_NONE.rawValue)
        )
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = server.certificateAuthorityFile { set(CURLOPT_CAINFO, file) }
        if let credentials = server.credentials {
            set(CURLOPT_USERNAME, credentials.user)
            set(CURLOPT_PASSWORD, credentials.password)
            set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        }
        setCallbacks()
        let scheme = server.security == .implicit ? "smtps" : "smtp"
        let url = "\(scheme)://\(server.host):\(server.port)/\(server.helloName ?? "")"
        return flotilla_curl_set_string(easy, CURLOPT_URL, url) == CURLE_OK
            && flotilla_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_READDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA, CURLOPT_SOCKOPTDATA,
        ] {
            _ = flotilla_curl_set_pointer(easy, option, context)
        }
        set(CURLOPT_NOPROGRESS, 0)
        _ = flotilla_curl_set_progress(easy) { context, _, _, _, _ in
            guard let context else { return 1 }
            return Unmanaged<SMTPConnection>.fromOpaque(context).takeUnretainedValue().mustEnd() ? 1 : 0
        }
        _ = flotilla_curl_set_new_socket(easy) { context, _, _ in
            guard let context else { return 1 }
            Unmanaged<SMTPConnection>.fromOpaque(context).takeUnretainedValue().beginConnection()
            return 0
        }
        _ = flotilla_curl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let connection = Unmanaged<SMTPConnection>.fromOpaque(context).takeUnretainedValue()
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return connection.receive(line) ? line.count : 0
        }
        _ = flotilla_curl_set_callback(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
        _ = flotilla_curl_set_callback(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let connection = Unmanaged<SMTPConnection>.fromOpaque(context).takeUnretainedValue()
            return connection.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
    }
}
