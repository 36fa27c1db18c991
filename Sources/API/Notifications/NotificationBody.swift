import Accounts
import Channels
import Foundation
import HTTPServer
import JSON
import Jobs
import Notifications
import Schemas

/// The body of `POST /notifications`, with every mistake in it reported at once.
struct NotificationBody {
    struct Members: FieldSet {
        /// One recipient or a list: read by `RecipientBody`.
        let to = Field.any("to", schema: RecipientBody.oneOrMany(atMost: mostRecipients))
        let channels = Field.any("channels", schema: ChannelList.schema)
        let template = Field.text("template", atMost: 100)
        let data = Field.object("data")
        let subject = Field.text("subject", atMost: 4096)
        let body = Field.text("body", atMost: 64 << 10)
        let severity: Field<Severity> = .choice("severity")
        let locale: Field<LanguageTag> = Field("locale", "a language tag such as fr or fr-FR", schema: .string) {
            json in
            json.stringValue.flatMap { LanguageTag($0) }
        }
        let dedupKey = Field.key("dedup_key")
        let sendAt = Field.date("send_at", orNull: ", or null for now")
        let link: Field<NotificationLink> = Field("link", NotificationLink.expected, schema: .string) { json in
            json.stringValue.flatMap { NotificationLink($0) }
        }
    }

    private static let members = Members()
    private static let names = Members.names()
    private static let mostRecipients = 1000

    let to: [Recipient]
    /// Whether `to` was a list: of one recipient, mistakes are at `/to` itself.
    let isList: Bool
    let channels: ChannelOrder?
    let content: NotificationContent
    let severity: Severity?
    let locale: String?
    let dedupKey: String?
    let sendAt: Date?
    let link: NotificationLink?

    init(_ json: JSONValue) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        let recipients = fields.recipients(members.to, atMost: Self.mostRecipients)
        let channels = ChannelList.read(members.channels, &fields)
        severity = fields.read(members.severity)
        locale = fields.read(members.locale)?.text
        dedupKey = fields.read(members.dedupKey)
        sendAt = fields.read(members.sendAt)
        link = fields.read(members.link)
        let content = fields.content(members, link: link, channels: channels)
        // Destinations of ours do not depend on people.
        let needsPeople = (channels?.channels ?? [.inApp]).contains { $0 == .email || $0 == .inApp }
        if recipients.isEmpty, needsPeople, (fields.object[members.to.name] ?? .null) == .null {
            fields.reject(members.to, "is required: \(RecipientBody.expected), or a list of these")
        }
        try fields.finish()
        guard let content else { throw Problem(.internalServerError) }
        to = recipients
        isList = fields.object[members.to.name]?.arrayValue != nil
        self.channels = channels
        self.content = content
    }
}

extension FieldReader {
    fileprivate mutating func recipients(_ field: Field<JSONValue>, atMost most: Int) -> [Recipient] {
        guard let json = object[field.name], json != .null else { return [] }
        guard let list = json.arrayValue else {
            return nested(field) { (json) throws(Problem) in try RecipientBody(json).recipient }.map { [$0] } ?? []
        }
        guard (1...most).contains(list.count) else {
            reject(field, "should be \(RecipientBody.expected), or a list of 1 to \(most) of these")
            return []
        }
        var recipients: [Recipient] = []
        for (index, element) in list.enumerated() {
            do {
                recipients.append(try RecipientBody(element).recipient)
            } catch {
                reject(error.errors, at: "/\(field.name)/\(index)")
            }
        }
        return recipients
    }

    fileprivate mutating func content(
        _ members: NotificationBody.Members, link: NotificationLink?, channels: ChannelOrder?
    ) -> NotificationContent? {
        let (subject, body) = (read(members.subject), read(members.body))
        let data = read(members.data)
        if let name = read(members.template) {
            if object[members.subject.name] != nil || object[members.body.name] != nil {
                reject(members.template, "stands in place of subject and body, and not beside them")
            }
            guard let template = Templates.named(name) else {
                let known = Templates.all.map(\.name).sorted().joined(separator: ", ")
                reject(members.template, "is not known; known are \(known)")
                return nil
            }
            let values = (data ?? JSONObject()).templateValues
            reject(template.problems(of: values, link: link).map(Problem.FieldError.init))
            // Such a mail looks like ours, although any school may ask for it.
            if template.treatment.isAboutAccess, let link, link.isAbsolute {
                reject(members.link, "should be a path of ours, since \(name) is about the access to an account")
            }
            reject(template.problems(of: channels ?? []).map(Problem.FieldError.init))
            return .template(template, data: values)
        }
        if data != nil { reject(members.data, "belongs to a template") }
        for field in [members.subject, members.body] where (object[field.name] ?? .null) == .null {
            reject(field, "is required without a template: \(field.expected)")
        }
        guard let subject, let body else { return nil }
        do {
            return .plain(try PlainMessage(subject: subject, body: body))
        } catch {
            reject(error.problems.map(Problem.FieldError.init))
            return nil
        }
    }
}

extension Problem.FieldError {
    init(_ problem: InvalidRequest.Problem) { self.init(pointer: problem.pointer, message: problem.message) }
}

extension NotificationBody {
    static var schema: Schema { Members.schema() }
    static let example =
        #"{"to": {"role": "professor"}, "subject": "Reports", "body": "The reports are ready.", "severity": "P3"}"#
}
