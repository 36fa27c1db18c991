public import Channels

/// Who mail is from: an address, or a name and an address in angle brackets.
public struct MailSender: Sendable {
    public let mailbox: MailMessage.Mailbox

    /// - Returns: nil for another form.
    public init?(_ text: String) {
        guard let open = text.lastIndex(of: "<") else {
            guard let address = try? MailAddress(text) else { return nil }
            mailbox = MailMessage.Mailbox(address)
            return
        }
        guard text.last == ">", let address = try? MailAddress(String(text[text.index(after: open)...].dropLast()))
        else { return nil }
        let name = text[..<open].split(separator: " ").joined(separator: " ")
        let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isPlain, !name.contains("\"") else { return nil }
        mailbox = MailMessage.Mailbox(address, name: name.isEmpty ? nil : name)
    }
}
