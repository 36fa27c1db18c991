/// How far a message came, by the replies of the server. libcurl sends the commands, one at a time, and hands over each
/// line that comes in; its own codes are the same for 4xx and 5xx, and for a message that was handed over and one that was not.
struct SMTPDialogue {
    /// What the next reply answers.
    enum Phase {
        case greeting, hello, startTLS, signIn, sender, recipient, data
        /// The message is under way; no reply is due.
        case text
        /// All of the message is handed over.
        case message
        case over
    }

    private(set) var phase = Phase.greeting
    /// Of the connection.
    private(set) var capabilities: Set<String> = []
    private(set) var isEncrypted: Bool
    /// The server's no.
    private(set) var refusal: (phase: Phase, reply: SMTPReply)?
    /// What was answered to the message.
    private(set) var answer: SMTPReply?
    private let server: SMTPServer
    private let needsUTF8: Bool
    private var lines: [String] = []

    init(_ server: SMTPServer, needsUTF8: Bool) {
        self.server = server
        self.needsUTF8 = needsUTF8
        isEncrypted = server.security == .implicit
    }

    /// The next message by the same connection.
    init(after previous: SMTPDialogue, needsUTF8: Bool) {
        self.init(previous.server, needsUTF8: needsUTF8)
        phase = .sender
        isEncrypted = previous.isEncrypted
        capabilities = previous.capabilities
    }

    /// All of the message is handed over: from now on it may be accepted.
    mutating func handOver() {
        if phase == .text { phase = .message }
    }

    /// The server has greeted and taken the sign-in.
    var isConnected: Bool {
        switch phase {
        case .greeting, .hello, .startTLS, .signIn: false
        default: true
        }
    }

    /// What the connection would have to offer.
    var lacks: SMTPError.Kind? {
        if server.credentials != nil, capabilities.isDisjoint(with: ["AUTH PLAIN", "AUTH LOGIN"]) {
            return .signInNotOffered
        }
        return needsUTF8 && !capabilities.contains("SMTPUTF8") ? .utf8NotOffered : nil
    }

    /// Takes a line. Not nil: nothing more may be sent.
    mutating func receive(_ line: some Collection<UInt8>) -> SMTPError.Kind? {
        let text = String(decoding: line, as: UTF8.self)
        guard let code = Int(text.prefix(3)), (100...599).contains(code), text.utf8.count >= 3 else { return nil }
        let mark = text.dropFirst(3).first
        guard mark == nil || mark == "-" || mark?.isWhitespace == true else { return nil }
        let isLast = mark != "-"
        if lines.count < 100 { lines.append(Self.readable(text.dropFirst(4))) }
        guard isLast else { return nil }
        defer { lines = [] }
        return take(code)
    }

    private mutating func take(_ code: Int) -> SMTPError.Kind? {
        let reply = SMTPReply(code: code, text: joinedLines())
        switch (phase, code / 100) {
        case (.greeting, 2): phase = .hello
        case (.hello, 2): return learnCapabilities()
        case (.startTLS, 2):
            isEncrypted = true
            phase = .hello
        case (.signIn, 2):
            // Anything else is the answer to a command that libcurl went on with, since it found no way to sign in.
            guard code == 235 else { return .signInNotOffered }
            refusal = nil
            phase = .sender
        case (.sender, 2): phase = .recipient
        case (.recipient, 2): phase = .data
        case (.data, 3): phase = .text
        case (.message, _):
            answer = reply
            phase = .over
        case (.over, _), (_, 1...3): break
        // The last of several ways to sign in, and the first of all else: a farewell may follow.
        default: if refusal == nil || refusal?.phase == phase { refusal = (phase, reply) }
        }
        return nil
    }

    private mutating func learnCapabilities() -> SMTPError.Kind? {
        refusal = nil
        capabilities = []
        // The first line is the server's name.
        for line in lines.dropFirst() {
            let words = line.uppercased().split(separator: " ")
            guard let name = words.first else { continue }
            capabilities.insert(String(name))
            if name == "AUTH" { capabilities.formUnion(words.dropFirst().map { "AUTH \($0)" }) }
        }
        if server.security == .startTLS, !isEncrypted {
            phase = .startTLS
            return capabilities.contains("STARTTLS") ? nil : .tlsNotOffered
        }
        phase = server.credentials == nil ? .sender : .signIn
        return lacks
    }

    private func joinedLines() -> String {
        var text = ""
        for line in lines where text.utf8.count + line.utf8.count < SMTPReply.textBytes {
            text += (text.isEmpty ? "" : " ") + line
        }
        return text
    }

    private static func readable(_ text: Substring) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(SMTPReply.textBytes).filter {
                    $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
                }))
    }
}
