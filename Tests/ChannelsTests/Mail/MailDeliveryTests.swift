import Channels
import Foundation
import MailTestSupport
import SMTPClient
import Testing

@Suite(
    "Mail from message to mailbox", .enabled(if: MailServer.isPossible, "Postfix starts as root alone"),
    .timeLimit(.minutes(1)))
struct MailDeliveryTests {
    @Test("what was written is what a mail program reads in the mailbox")
    func whole() async throws {
        let server = try await MailServer(accounts: ["school": "secret"], mailboxes: ["ada"])
        let url =
            "smtps://school:secret@localhost:\(server.tlsPort)/worker.school.test?ca=\(server.certificateAuthorityFile)"
        let message = MailMessage(
            from: .init(try MailAddress("fleet@school.test"), name: "École 42"),
            to: .init(try MailAddress("ada@school.test"), name: "Ada \"Countess\" Łovelace"),
            subject: "Réunion demain à 10 h : l’ordre du jour, les salles et les inscriptions 🎓",
            text: "Bonjour Ada,\n.\n..\n\nÀ demain \n-- \nFlotilla\n", html: "<p>Bonjour <b>Ada</b>, à demain</p>",
            id: "0199c1f2-delivery@school.test", date: Date(timeIntervalSince1970: 1_796_016_586),
            unsubscription: .init(url: "https://school.test/unsubscribe?token=abc", takesPost: true))
        let channel = EmailChannel(MailClient(try SMTPServer(url: url)))
        let outcome = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: channel.deliver(message, by: .now + .seconds(20))) }
        }
        #expect(outcome.kind == .sent)
        #expect(outcome.text.contains("queued as"))
        let kept = try #require(try await server.messages(in: "ada").first)
        let mail = try await MailParser().parse(Array(kept))
        #expect(mail.defects == [])
        #expect(mail.sender == [["École 42", "fleet@school.test"]])
        #expect(mail.to == [["Ada \"Countess\" Łovelace", "ada@school.test"]])
        #expect(mail.headers["subject"] == message.subject)
        #expect(mail.headers["message-id"] == "<\(message.id)>")
        #expect(mail.headers["received"]?.contains("worker.school.test") == true)
        #expect(mail.date == 1_796_016_586)
        #expect(mail.type == "multipart/alternative")
        #expect(mail.parts.map(\.text) == [message.text, (message.html ?? "") + "\n"])
    }
}
