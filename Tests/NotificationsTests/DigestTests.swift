import Foundation
import Testing

@testable import Notifications

@Suite("Digests")
struct DigestTests {
    private static func messages(_ count: Int, of template: Template, _ reader: Reader) throws -> [RenderedMessage] {
        try (1...count).map { number in
            try template.render(
                ["sender": .text("Ada <\(number)>"), "excerpt": .text("Line \(number)")],
                link: NotificationLink("/conversations/\(number)"), for: reader)
        }
    }

    @Test("several messages are one mail: their number, and each with what it says and where it leads")
    func several() throws {
        let template = try #require(Templates.named("message_received"))
        let reader = try TemplateTests.reader("fr")
        let mail = Digest(try Self.messages(2, of: template, reader), of: template).mail(
            to: reader, publicURL: "https://p.example/", unsubscribeURL: "https://u.example")
        #expect(mail.subject == "Vous avez de nouveaux messages (2)")
        #expect(
            mail.text == """
                Bonjour Ada,

                • Ada <1> vous a écrit
                  «\u{A0}Line 1\u{A0}»
                  https://p.example/conversations/1

                • Ada <2> vous a écrit
                  «\u{A0}Line 2\u{A0}»
                  https://p.example/conversations/2

                -- 
                Ce message vous a été envoyé automatiquement par https://p.example
                Ne plus recevoir ces messages\u{A0}: https://u.example

                """)
        #expect(mail.html.contains("Ada &lt;1&gt; vous a écrit</a></strong><br>\n«\u{A0}Line 1\u{A0}»</p>"))
        #expect(mail.unsubscribeURL == "https://u.example")
    }

    @Test("one message is a mail as any other, a hundred show fifty and say how many there are beside them")
    func oneAndMany() throws {
        let template = try #require(Templates.named("message_received"))
        let reader = try TemplateTests.reader("en")
        let messages = try Self.messages(100, of: template, reader)
        func mail(_ messages: [RenderedMessage]) -> MailText {
            Digest(messages, of: template).mail(to: reader, publicURL: "https://p.example", unsubscribeURL: nil)
        }
        #expect(
            mail([messages[0]]) == messages[0].mail(to: reader, publicURL: "https://p.example", unsubscribeURL: nil))
        let many = mail(messages)
        #expect(many.subject == "You have new messages (100)")
        #expect(
            many.text.contains("Ada <50>") && !many.text.contains("Ada <51>") && many.text.contains("\n\nand 50 more\n")
        )
    }

    @Test("every template that gathers has a subject for several in both languages, with their number")
    func subjects() throws {
        let gathering = Templates.all.filter { $0.treatment.digest != nil || $0.treatment.isGrouped }
        #expect(
            gathering.map(\.name) == [
                "revision_session_ended", "message_received", "finding_opened", "scan_finished", "schedule_overdue",
                "alert_firing", "alert_resolved",
            ])
        for template in gathering {
            for locale in ["en", "fr"] {
                let reader = try TemplateTests.reader(locale)
                let message = try template.render(FullData.of(template), link: nil, for: reader)
                let mail = Digest([message, message, message], of: template).mail(
                    to: reader, publicURL: "https://p.example", unsubscribeURL: nil)
                #expect(mail.subject.contains("3"))
                #expect(Markup.isWhole(mail.html))
                #expect(mail.text.components(separatedBy: "• \(message.subject)\n").count == 4)
            }
        }
    }

    @Test("a professor reads in the French subject that it is about a session, for one and for several")
    func sessions() throws {
        let template = try #require(Templates.named("revision_session_ended"))
        let reader = try TemplateTests.reader("fr")
        let message = try template.render(FullData.of(template), link: nil, for: reader)
        for count in [1, 3] {
            let mail = Digest(Array(repeating: message, count: count), of: template).mail(
                to: reader, publicURL: "https://p.example", unsubscribeURL: nil)
            #expect(mail.subject.contains("session") && mail.subject.contains("révision"), "\(mail.subject)")
        }
    }

    @Test("mails gather from the first one on, for the time of their template; P1 and other ways do not wait")
    func window() throws {
        let template = try #require(Templates.named("revision_session_ended"))
        let rule = try #require(template.digest(.email, .p3))
        let first = Date(timeIntervalSince1970: 1_780_000_000)
        #expect(rule.end(from: first) == first.addingTimeInterval(45))
        #expect(template.digest(.email, .p2) == rule)
        #expect(template.digest(.email, .p1) == nil)
        for channel in Channel.allCases where channel != .email { #expect(template.digest(channel, .p3) == nil) }
        // What pupils and professors do reaches a person within a minute.
        #expect(rule.window < .seconds(60))
        let message = try #require(Templates.named("message_received")?.treatment.digest)
        #expect(message.window < .seconds(60))
    }
}
