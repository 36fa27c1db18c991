import Contracts
import Foundation
import Testing

@testable import Notifications

@Suite("Templates")
struct TemplateTests {
    static let names = [
        "learning_path_created", "revision_session_ended", "message_received", "appointment_proposed",
        "appointment_requested", "appointment_confirmed", "appointment_reminder", "appointment_declined",
        "appointment_cancelled", "invoice_created",
        "payment_succeeded", "payment_failed", "credit_note_created", "finding_opened", "scan_finished",
        "schedule_overdue", "webhook_disabled", "alert_firing", "alert_resolved", "user_invited", "password_reset",
        "password_changed",
    ]
    static let link = NotificationLink("/pages/7")

    static func reader(_ locale: String, name: String? = "Ada", _ zone: String = "Europe/Paris") throws -> Reader {
        Reader(name: name, locale: locale, timeZone: try #require(TimeZone(identifier: zone)))
    }

    @Test("there are twenty, each found by its name, and a topic more for messages without one")
    func list() {
        #expect(Templates.all.map(\.name) == Self.names)
        for name in Self.names { #expect(Templates.named(name)?.name == name) }
        #expect(Templates.named("message") == nil && Templates.named("Invoice_created") == nil)
        #expect(Templates.topics == Self.names + ["message"])
        #expect(Templates.title(of: "message", in: .french) == "Autres messages")
        #expect(Templates.title(of: "invoice_created", in: .french) == "Factures")
        #expect(Templates.title(of: "other", in: .french) == nil)
    }

    @Test("the two languages use the same variables, which are those that are declared", arguments: names)
    func variables(_ name: String) throws {
        let template = try #require(Templates.named(name))
        let declared = Set(template.variables.map(\.name))
        #expect(declared.count == template.variables.count)
        #expect(template.english.names == declared)
        #expect(template.french.names == declared)
        let required = Set(template.variables.filter(\.isRequired).map(\.name))
        for text in [template.english, template.french] {
            // A subject is never without one of its words.
            #expect(required.isSuperset(of: text.subject.names))
            #expect(!text.title.isEmpty && !text.button.isEmpty && !text.paragraphs.isEmpty)
            #expect((text.digest != nil) == (template.treatment.digest != nil || template.treatment.isGrouped))
            for case .forms(let name, let forms) in ([text.subject] + text.paragraphs.joined()).flatMap(\.pieces) {
                switch template.variables.first(where: { $0.name == name })?.kind {
                case .count, .list: #expect(forms.count == 2)
                case .choice(let words): #expect(forms.count == words.count)
                default: Issue.record("\(name) has no forms")
                }
            }
        }
    }

    @Test("a choice is written by its forms alone", arguments: names)
    func choices(_ name: String) throws {
        let template = try #require(Templates.named(name))
        for variable in template.variables {
            guard case .choice = variable.kind else { continue }
            for text in [template.english, template.french] {
                let pieces = ([text.subject] + text.paragraphs.joined()).flatMap(\.pieces)
                #expect(!pieces.contains(.value(variable.name)))
            }
        }
    }

    @Test(
        "full data and the least that is required make a whole mail in both languages", arguments: names, ["en", "fr"])
    func render(_ name: String, _ locale: String) throws {
        let template = try #require(Templates.named(name))
        let reader = try Self.reader(locale)
        for data in [FullData.of(template), FullData.required(template)] {
            let message = try template.render(data, link: Self.link, for: reader)
            let mail = message.mail(
                to: reader, publicURL: "https://fleet.example/", unsubscribeURL: "https://u.example")
            for text in [message.subject, message.body, mail.text, mail.html] {
                #expect(!text.contains("{{") && !text.contains("}}") && !text.contains("#}"))
                #expect(!text.contains("  \n") && !text.contains("\n\n\n"), "\(text)")
            }
            #expect(!message.subject.isEmpty && message.subject.isPlainLine)
            #expect(!message.body.contains("#"), "the number of a form")
            for line in message.body.split(separator: "\n") {
                #expect(!line.hasSuffix(":"), "a label without its value: \(line)")
            }
            #expect(mail.text.contains("https://fleet.example/pages/7\n"))
            #expect(mail.html.contains(#"href="https://fleet.example/pages/7""#))
            #expect(Markup.isWhole(mail.html), "\(mail.html)")
            #expect(mail.html.contains(#"<html lang="\#(locale)">"#))
            #expect(mail.text.hasPrefix(locale == "fr" ? "Bonjour Ada,\n\n" : "Hello Ada,\n\n"))
            // What is about access cannot be unsubscribed from.
            #expect(mail.text.contains("https://u.example") == !template.treatment.isAboutAccess)
            #expect(mail.html.contains("https://u.example") == !template.treatment.isAboutAccess)
            #expect((mail.unsubscribeURL == nil) == template.treatment.isAboutAccess)
        }
        let bare = try template.render(FullData.required(template), link: Self.link, for: reader)
        let full = try template.render(FullData.of(template), link: Self.link, for: reader)
        #expect(bare.body.count < full.body.count || template.variables.allSatisfy(\.isRequired))
        #expect(bare.subject == full.subject)
    }

    @Test("every value that is given is in the body, but for choices and what the subject holds", arguments: names)
    func values(_ name: String) throws {
        let template = try #require(Templates.named(name))
        let reader = try Self.reader("en")
        let message = try template.render(FullData.of(template), link: Self.link, for: reader)
        let format = LocalFormat(language: .english, timeZone: reader.timeZone)
        for (name, argument) in template.read(FullData.of(template), link: Self.link).arguments {
            if case .list(let lines) = argument {
                for line in lines { #expect(message.body.contains("• \(line)")) }
            } else if case .choice = argument {
                continue
            } else {
                #expect((message.subject + message.body).contains(argument.text(in: format)), "\(name)")
            }
        }
    }

    @Test("an invoice, as it is read in English and in French")
    func invoice() throws {
        let template = try #require(Templates.named("invoice_created"))
        let data: [String: TemplateValue] = [
            "number": "FL-2026-000042", "period": "2026-10", "amount": .money(cents: 123_450, currency: "EUR"),
            "due_on": "2026-12-01",
        ]
        let english = try template.render(data, link: Self.link, for: Self.reader("en-GB"))
        #expect(english.subject == "Your invoice FL-2026-000042: €1,234.50")
        #expect(
            english.body == """
                Your invoice for October 2026 is ready.

                Number: FL-2026-000042
                Total: €1,234.50
                Due: 1\u{A0}December 2026

                Thank you for your trust.
                """)
        let french = try template.render(data, link: Self.link, for: Self.reader("fr-CA"))
        #expect(french.subject == "Votre facture FL-2026-000042\u{A0}: 1\u{A0}234,50\u{A0}€")
        let mail = french.mail(to: try Self.reader("fr"), publicURL: "https://fleet.example", unsubscribeURL: nil)
        #expect(
            mail.text == """
                Bonjour Ada,

                Votre facture pour octobre 2026 est disponible.

                Numéro\u{A0}: FL-2026-000042
                Total\u{A0}: 1\u{A0}234,50\u{A0}€
                Échéance\u{A0}: 1er\u{A0}décembre 2026

                Merci de votre confiance.

                Voir la facture\u{A0}: https://fleet.example/pages/7

                -- 
                Ce message vous a été envoyé automatiquement par https://fleet.example

                """)
    }

    @Test("the language is that of the locale, English where there is none of it")
    func languages() {
        for locale in ["fr", "fr-CA", "FR_fr", "fr-Latn-FR"] { #expect(Language(locale: locale) == .french) }
        for locale in ["en", "en-US", "de", "", "frr", "français", nil] {
            #expect(Language(locale: locale) == .english)
        }
    }

    @Test("one thing and many things have their forms; none is one in French")
    func forms() throws {
        let template = try #require(Templates.named("finding_opened"))
        func subject(_ count: Int, _ locale: String) throws -> String {
            try template.render(["count": .integer(count)], link: nil, for: Self.reader(locale)).subject
        }
        #expect(try subject(1, "en") == "One new finding needs your attention")
        #expect(try subject(1200, "en") == "1,200 new findings need your attention")
        #expect(try subject(1, "fr") == "Une nouvelle anomalie demande votre attention")
        #expect(try subject(2, "fr") == "2 nouvelles anomalies demandent votre attention")
        #expect(Language.french.isSingular(0) && !Language.english.isSingular(0))
    }

    @Test("a long list shows its first ten lines and how many there are beside them")
    func longList() throws {
        let template = try #require(Templates.named("finding_opened"))
        let titles = TemplateValue.list((1...25).map { .text("finding \($0)") })
        let message = try template.render(["count": 25, "titles": titles], link: nil, for: Self.reader("fr"))
        #expect(message.body.contains("• finding 10\n• et 15 de plus"))
        #expect(!message.body.contains("finding 11"))
    }
}
