/// From which mails a person unsubscribes.
public enum UnsubscribeScope: Sendable, Hashable {
    /// Of the topic that the link names, or of all where it names none: also what a mail program asks for with one click
    /// (RFC 8058).
    case link
    case all

    /// - Parameter form: the body of a `POST`, as `application/x-www-form-urlencoded`.
    public init(form: [UInt8]) {
        let isAll =
            form.count <= 1000
            && form.split(separator: UInt8(ascii: "&")).contains { $0.elementsEqual("scope=all".utf8) }
        self = isAll ? .all : .link
    }
}
