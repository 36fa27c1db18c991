import Foundation

extension MailMessage {
    /// The message as it goes over the wire (RFC 5322, MIME): lines of ASCII that end in CR LF, but for addresses that are
    /// not ASCII themselves.
    public func bytes() throws(MailMessageError) -> [UInt8] {
        var lines = try header()
        if let html {
            let parts = [MailPart(text, type: "text/plain"), MailPart(html, type: "text/html")]
            // No part holds `=_`.
            let boundary = "=_alternative"
            lines.append("Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n")
            // What follows is in the order of preference: the last one that a program can show.
            for part in parts { lines.append("--\(boundary)\r\n\(part.header)\r\n\(part.body)") }
            lines.append("--\(boundary)--\r\n")
        } else {
            let part = MailPart(text, type: "text/plain")
            lines.append(part.header + "\r\n" + part.body)
        }
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func header() throws(MailMessageError) -> [String] {
        guard id.utf8.count <= 250, id.count(where: { $0 == "@" }) == 1, !id.hasPrefix("@"), !id.hasSuffix("@"),
            Self.isPlain(id)
        else { throw .id }
        var fields = [
            "Date: \(MailDate.format(date))",
            "From: \(MailText.mailbox(sender, after: 6))",
            "To: \(MailText.mailbox(recipient, after: 4))",
            "Subject: \(MailText.unstructured(subject, after: 9))",
            "Message-ID: <\(id)>",
            "Auto-Submitted: auto-generated",
        ]
        if let unsubscription {
            let url = unsubscription.url
            guard url.utf8.count <= 900, Self.isPlain(url), url.contains(":") else { throw .unsubscription }
            fields.append("List-Unsubscribe:\r\n <\(url)>")
            if unsubscription.takesPost { fields.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click") }
        }
        return fields + ["MIME-Version: 1.0"]
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }
}
