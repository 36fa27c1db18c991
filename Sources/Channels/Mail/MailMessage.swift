public import Foundation

/// A message to one person: what it says, and who says it.
public struct MailMessage: Sendable {
    public struct Mailbox: Sendable, Hashable {
        public let address: MailAddress
        /// As mail programs show it beside the address or in its place.
        public let name: String?

        public init(_ address: MailAddress, name: String? = nil) {
            self.address = address
            self.name = name
        }
    }

    /// A way to unsubscribe without sign-in (RFC 2369), and by one `POST` (RFC 8058).
    public struct Unsubscription: Sendable, Hashable {
        public let url: String
        public let takesPost: Bool

        public init(url: String, takesPost: Bool) {
            self.url = url
            self.takesPost = takesPost
        }
    }

    public var sender: Mailbox
    public var recipient: Mailbox
    public var subject: String
    public var text: String
    /// The same as a page, for programs that show one.
    public var html: String?
    /// What makes it this message, also when it is sent again: `local@domain`, without the angle brackets of `Message-ID`.
    public var id: String
    public var date: Date
    public var unsubscription: Unsubscription?

    public init(
        from sender: Mailbox, to recipient: Mailbox, subject: String, text: String, html: String? = nil, id: String,
        date: Date, unsubscription: Unsubscription? = nil
    ) {
        self.sender = sender
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.html = html
        self.id = id
        self.date = date
        self.unsubscription = unsubscription
    }
}

/// Why a message cannot be written.
public enum MailMessageError: String, Error, Sendable, Hashable, CustomStringConvertible {
    case id = "the id of a message is local@domain in visible ASCII characters"
    case unsubscription = "the address for unsubscribing is a URL of at most 900 visible ASCII characters"

    public var description: String { rawValue }
}
