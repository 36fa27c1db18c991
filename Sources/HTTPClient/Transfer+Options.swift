internal import CLibcurl
import Reactor

extension Transfer {
    /// Sets libcurl's options for the request. False when it refuses one.
    func configure(_ request: HTTPClientRequest, _ configuration: HTTPClientConfiguration) -> Bool {
        setLimits()
        setBasics(request, configuration)
        setMethod(request)
        setHeaders(request)
        setCallbacks()
        return pin(to: request.pinnedAddress) && flotilla_curl_set_string(easy, CURLOPT_URL, request.url) == CURLE_OK
            && flotilla_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK
            && flotilla_curl_set_string(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") == CURLE_OK
    }

    private func setBasics(_ request: HTTPClientRequest, _ configuration: HTTPClientConfiguration) {
        set(CURLOPT_NOSIGNAL, 1)
        _ = flotilla_curl_set_close_on_exec(easy)
        // Without it, removing a transfer waits for its thread in getaddrinfo.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP_VERSION, flotilla_curl_http2_over_tls)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_FOLLOWLOCATION, request.redirects > 0 ? 1 : 0)
        set(CURLOPT_MAXREDIRS, max(0, request.redirects))
        set(CURLOPT_FRESH_CONNECT, request.needsFreshConnection ? 1 : 0)
        set(CURLOPT_USERAGENT, configuration.userAgent)
        if !configuration.usesProxies { set(CURLOPT_NOPROXY, "*") }
        // An empty list means every encoding that the library was built with.
        if request.acceptsCompression { set(CURLOPT_ACCEPT_ENCODING, "") }
        if let file = configuration.certificateAuthorityFile { set(CURLOPT_CAINFO, file) }
    }

    private func setLimits() {
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, limits.connect.milliseconds))
        if limits.responseBytes < .max && !limits.cutsBody {
            _ = flotilla_curl_set_offset(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(max(1, limits.responseBytes)))
        }
        if let rate = limits.lowSpeed {
            set(CURLOPT_LOW_SPEED_LIMIT, rate.bytesPerSecond)
            set(CURLOPT_LOW_SPEED_TIME, max(1, (rate.window.milliseconds + 999) / 1000))
        }
    }

    /// False when libcurl does not take it: then nothing may be sent.
    private func pin(to address: IPAddress?) -> Bool {
        guard let address else { return true }
        // Kept connections and TLS sessions are compared with it. CURLOPT_RESOLVE would enter the address into the cache
        // of names that all transfers share, where a later one replaces it.
        let literal = address.isIPv4 ? "\(address)" : "[\(address)]"
        connectTo = curl_slist_append(nil, "::\(literal):")
        set(CURLOPT_NOPROXY, "*")
        return connectTo != nil && flotilla_curl_set_list(easy, CURLOPT_CONNECT_TO, connectTo) == CURLE_OK
    }

    private func setMethod(_ request: HTTPClientRequest) {
        if !request.body.isEmpty || request.method == "POST" {
            set(CURLOPT_POST, 1)
            _ = flotilla_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            // One byte more, so that an empty body still has an address.
            (request.body + [0]).withUnsafeBytes { bytes in
                _ = flotilla_curl_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress)
            }
        }
        switch request.method {
        case "HEAD": set(CURLOPT_NOBODY, 1)
        case "GET" where request.body.isEmpty, "POST": break
        default: set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setHeaders(_ request: HTTPClientRequest) {
        // `Name:` takes out what libcurl would add by itself, `Name;` sends a field without a value.
        for name in ["Expect", "Content-Type"] where request.headers[name] == nil { append("\(name):") }
        for field in request.headers.fields {
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        _ = flotilla_curl_set_list(easy, CURLOPT_HTTPHEADER, headers)
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = flotilla_curl_set_pointer(easy, CURLOPT_PRIVATE, context)
        _ = flotilla_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        _ = flotilla_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        _ = flotilla_curl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return transfer.receiveHeader(line) ? line.count : 0
        }
        _ = flotilla_curl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
                ?? flotilla_curl_pause
        }
    }

    private func append(_ line: String) {
        headers = curl_slist_append(headers, line) ?? headers
    }

    private func set(_ option: CURLoption, _ value: Int) {
        _ = flotilla_curl_set_long(easy, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        _ = flotilla_curl_set_string(easy, option, value)
    }
}

extension Duration {
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
