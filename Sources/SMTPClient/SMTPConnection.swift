internal import CLibcurl

/// A connection to a mail server, kept for many messages: libcurl's easy handle holds it.
final class SMTPConnection: @unchecked Sendable {
    // Sendable by handing over: a caller takes it out of the pool, uses it alone, and puts it back.

    let easy: UnsafeMutableRawPointer
    private let server: SMTPServer
    private let limits: SMTPLimits
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private var dialogue: SMTPDialogue

    // The message that is under way.
    private var data: [UInt8] = []
    private var offset = 0
    private var needsUTF8 = false
    private var deadline = ContinuousClock.now
    private var lastProgress = ContinuousClock.now
    /// Why the exchange must end although libcurl would go on.
    private var ending: SMTPError.Kind?

    private(set) var lastUse = ContinuousClock.now
    private(set) var messages = 0
    /// Whether another message may go by it.
    private(set) var isUsable = true

    init?(_ server: SMTPServer, _ limits: SMTPLimits) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.server = server
        self.limits = limits
        dialogue = SMTPDialogue(server, needsUTF8: false)
        guard configure(server) else { return nil }
    }

    /// libcurl says goodbye and waits for the answer. What is in order gets the goodbye, but no more is read; what is not
    /// gets nothing.
    deinit {
        let socket = flotilla_curl_info_socket(easy)
        if socket >= 0 { shutdown(socket, Int32(isUsable ? SHUT_RD : SHUT_RDWR)) }
        curl_easy_cleanup(easy)
        curl_slist_free_all(recipients)
    }

    /// Whether the last message went by a connection that was there before.
    var wasReused: Bool { flotilla_curl_info_long(easy, CURLINFO_NUM_CONNECTS) == 0 }

    /// Hands over a message and waits for the answer, on the caller's thread.
    func send(_ message: SMTPMessage, by deadline: ContinuousClock.Instant) throws(SMTPError) -> SMTPReply {
        begin(message, by: deadline)
        defer { data = [] }
        if messages > 0, let lack = dialogue.lacks { throw SMTPError(lack) }
        isUsable = false
        let left = max(1, ContinuousClock.now.duration(to: deadline).milliseconds)
        set(CURLOPT_TIMEOUT_MS, left)
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, min(left, limits.connect.milliseconds)))
        // The limit between command and reply is kept by `mustEnd`, which knows what is being waited for.
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, left / 1000 + 1)
        set(CURLOPT_MAIL_FROM, message.sender)
        curl_slist_free_all(recipients)
        recipients = curl_slist_append(nil, message.recipient)
        _ = flotilla_curl_set_list(easy, CURLOPT_MAIL_RCPT, recipients)
        _ = flotilla_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(data.count))
        let code = curl_easy_perform(easy)
        lastUse = .now
        if code == CURLE_OK, let reply = dialogue.answer, reply.code / 100 == 2 {
            messages += 1
            isUsable = true
            return reply
        }
        throw error(code)
    }

    private func begin(_ message: SMTPMessage, by deadline: ContinuousClock.Instant) {
        data = message.data
        offset = 0
        needsUTF8 = message.needsUTF8
        self.deadline = deadline
        lastProgress = .now
        ending = nil
        dialogue = SMTPDialogue(after: dialogue, needsUTF8: needsUTF8)
    }

    // MARK: What libcurl calls

    /// libcurl opens a socket: what it kept is gone, the conversation begins anew.
    func beginConnection() {
        dialogue = SMTPDialogue(server, needsUTF8: needsUTF8)
        messages = 0
    }

    /// False ends the exchange.
    func receive(_ line: UnsafeRawBufferPointer) -> Bool {
        lastProgress = .now
        guard let lack = dialogue.receive(line) else { return true }
        ending = lack
        return false
    }

    /// Copies the next bytes of the message.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        lastProgress = .now
        let count = min(buffer.count, data.count - offset)
        data.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<(offset + count)]))
        }
        offset += count
        if offset == data.count { dialogue.handOver() }
        return count
    }

    /// Called about once a second, and whenever something happens.
    func mustEnd() -> Bool {
        let now = ContinuousClock.now
        if ending == nil {
            if now >= deadline {
                ending = .timedOut(.total)
            } else if Task.isCancelled {
                ending = .cancelled
            } else if isWaiting(for: now - lastProgress) {
                ending = .timedOut(.reply)
            }
        }
        return ending != nil
    }

    private func isWaiting(for time: Duration) -> Bool {
        switch dialogue.phase {
        // Limits of their own: to connect, and all of the caller's time.
        case .greeting, .message: false
        // After a no, libcurl says goodbye and waits for an answer that is of no interest.
        default: time > (dialogue.refusal == nil ? limits.reply : min(limits.reply, .seconds(2)))
        }
    }

    // MARK: The end

    private func error(_ code: CURLcode) -> SMTPError {
        if let answer = dialogue.answer {
            return answer.code >= 400
                ? SMTPError(.refused(.message), reply: answer)
                : SMTPError(kind(of: code), reply: answer, messageMayHaveBeenAccepted: true)
        }
        if let refusal = dialogue.refusal {
            let kind: SMTPError.Kind =
                switch refusal.phase {
                case .greeting, .hello: .refused(.connection)
                case .startTLS: .tlsNotOffered
                case .signIn: .signInRefused
                case .sender: .refused(.sender)
                case .recipient: .refused(.recipient)
                case .data, .text, .message, .over: .refused(.message)
                }
            return SMTPError(kind, reply: refusal.reply)
        }
        // What libcurl has taken may be in its own buffer still: then no server has seen the end.
        let isSent = flotilla_curl_info_offset(easy, CURLINFO_SIZE_UPLOAD_T) >= data.count
        return SMTPError(
            kind(of: code), messageMayHaveBeenAccepted: code == CURLE_OK || dialogue.phase == .message && isSent)
    }

    /// What libcurl's code means, when the server said nothing.
    private func kind(of code: CURLcode) -> SMTPError.Kind {
        if let ending { return ending }
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .cannotResolve
        case CURLE_COULDNT_CONNECT: .cannotConnect
        case CURLE_OPERATION_TIMEDOUT:
            dialogue.isConnected || ContinuousClock.now >= deadline ? .timedOut(.total) : .timedOut(.connect)
        case CURLE_USE_SSL_FAILED: .tlsNotOffered
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            .certificate
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER: .tls
        case CURLE_LOGIN_DENIED: .signInRefused
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY: .cut
        default: .other(code: Int(code.rawValue))
        }
    }

    func set(_ option: CURLoption, _ value: Int) {
        _ = flotilla_curl_set_long(easy, option, value)
    }

    func set(_ option: CURLoption, _ value: String) {
        _ = flotilla_curl_set_string(easy, option, value)
    }
}
