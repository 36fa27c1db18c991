import Contracts
import Accounts
import Foundation
import Testing

@testable import Notifications

@Suite("Preferences")
struct PreferenceTests {
    private static let standard = NotificationPreferences(locale: "fr-FR")
    /// In the night of Paris.
    private static let night = Date(timeIntervalSince1970: 1_780_358_400)  // 2026-06-02T00:00:00Z, 02:00 in Paris

    private static func read(_ json: String) throws -> NotificationPreferences {
        try NotificationPreferences(JSONDecoder().decode(TemplateValue.self, from: Data(json.utf8)), standard: standard)
    }

    private static func written(_ preferences: NotificationPreferences) throws -> TemplateValue {
        try JSONDecoder().decode(TemplateValue.self, from: JSONEncoder().encode(preferences))
    }

    @Test("they come out as they went in, and what was not said is open")
    func roundTrip() throws {
        let json = """
            {"locale": "fr", "time_zone": "Europe/Paris", "quiet_hours": {"from": "22:00", "to": "07:30"},
             "channels": {"email": true, "in_app": false}, "topics": {"invoice_created": {"email": false, "in_app": true}}}
            """
        let preferences = try Self.read(json)
        #expect(try Self.written(preferences) == JSONDecoder().decode(TemplateValue.self, from: Data(json.utf8)))
        let again = try JSONDecoder().decode(NotificationPreferences.self, from: JSONEncoder().encode(preferences))
        #expect(again == preferences)
        let empty = try Self.written(Self.read("{}"))
        let open: TemplateValue = ["email": .bool(true), "in_app": .bool(true)]
        #expect(
            empty == [
                "locale": "fr-FR", "time_zone": "UTC", "quiet_hours": .null, "channels": open, "topics": .object([:]),
            ])
        let part = try Self.written(Self.read(#"{"topics": {"message": {"email": false}}, "quiet_hours": null}"#))
        guard case .object(let members) = part else { return }
        #expect(members["topics"] == ["message": ["email": .bool(false), "in_app": .bool(true)]])
    }

    @Test(
        "every mistake is named with its place",
        arguments: [
            ("[]", [""]), (#"{"local": "fr", "time-zone": "UTC"}"#, ["/local", "/time-zone"]),
            (#"{"locale": "français"}"#, ["/locale"]),
            (#"{"locale": 5, "time_zone": "GMT+5"}"#, ["/locale", "/time_zone"]),
            (#"{"time_zone": "Europe/Pariss"}"#, ["/time_zone"]),
            (#"{"quiet_hours": "22:00-07:00"}"#, ["/quiet_hours"]),
            (#"{"quiet_hours": {"from": "22:00"}}"#, ["/quiet_hours/to"]),
            (
                #"{"quiet_hours": {"from": "25:00", "to": 7, "at": "x"}}"#,
                ["/quiet_hours/at", "/quiet_hours/from", "/quiet_hours/to"]
            ),
            (#"{"quiet_hours": {}}"#, ["/quiet_hours/from", "/quiet_hours/to"]),
            (#"{"channels": {"email": "no", "sms": true}}"#, ["/channels/sms", "/channels/email"]),
            (#"{"channels": []}"#, ["/channels"]),
            (#"{"topics": {"invoices": {"email": false}}}"#, ["/topics/invoices"]),
            (
                #"{"topics": {"invoice_created": {"in_app": 1}, "message": true}}"#,
                ["/topics/invoice_created/in_app", "/topics/message"]
            ),
            (#"{"topics": [1]}"#, ["/topics"]),
        ])
    func mistakes(_ json: String, _ pointers: [String]) {
        let error = #expect(throws: InvalidRequest.self) { try Self.read(json) }
        #expect(error?.problems.map(\.pointer) == pointers)
    }

    private static func decide(
        _ channel: Channel, _ topic: String, _ severity: Severity = .p3, _ json: String = "{}",
        _ unsubscriptions: Unsubscriptions = Unsubscriptions()
    ) throws -> DeliveryDecision {
        try read(json).decision(channel, topic: topic, severity: severity, unsubscriptions: unsubscriptions, now: night)
    }

    @Test("a way that was declined, for all topics or for one, is closed, and the other one stays open")
    func declined() throws {
        let topic = #"{"topics": {"invoice_created": {"email": false}}}"#
        #expect(try Self.decide(.email, "invoice_created", .p3, topic) == .suppress(.preference))
        #expect(try Self.decide(.inApp, "invoice_created", .p3, topic) == .send)
        #expect(try Self.decide(.email, "payment_failed", .p3, topic) == .send)
        let channel = #"{"channels": {"in_app": false}, "topics": {"invoice_created": {"in_app": true}}}"#
        #expect(try Self.decide(.inApp, "invoice_created", .p2, channel) == .suppress(.preference))
        #expect(try Self.decide(.email, "invoice_created", .p2, channel) == .send)
        // Without a template.
        #expect(
            try Self.decide(.email, "message", .p3, #"{"topics": {"message": {"email": false}}}"#)
                == .suppress(.preference))
        let nothing = #"{"channels": {"email": false, "in_app": false}}"#
        for channel in [Channel.webhook, .slack, .pagerduty] {
            #expect(try Self.decide(channel, "invoice_created", .p3, nothing) == .send, "no matter of a person")
        }
    }

    @Test("quiet hours postpone mails, and neither the inbox nor what is of use at its time alone")
    func quiet() throws {
        let json = #"{"time_zone": "Europe/Paris", "quiet_hours": {"from": "22:00", "to": "07:00"}}"#
        let morning = Self.night.addingTimeInterval(5 * 3600)
        #expect(try Self.decide(.email, "invoice_created", .p3, json) == .postpone(until: morning))
        #expect(try Self.decide(.email, "invoice_created", .p2, json) == .postpone(until: morning))
        #expect(try Self.decide(.email, "message", .p3, json) == .postpone(until: morning))
        #expect(try Self.decide(.inApp, "invoice_created", .p3, json) == .send)
        #expect(try Self.decide(.webhook, "invoice_created", .p3, json) == .send)
        #expect(try Self.decide(.email, "appointment_reminder", .p3, json) == .send)
        let declined = json.dropLast() + #", "topics": {"appointment_reminder": {"email": false}}}"#
        #expect(try Self.decide(.email, "appointment_reminder", .p3, String(declined)) == .suppress(.preference))
        // The same instant is no night in New York.
        let elsewhere = json.replacing("Europe/Paris", with: "America/New_York")
        #expect(try Self.decide(.email, "invoice_created", .p3, elsewhere) == .send)
    }

    @Test("severity P1 passes all of it, and so does what is about access")
    func passes() throws {
        let json = """
            {"time_zone": "Europe/Paris", "quiet_hours": {"from": "22:00", "to": "07:00"},
             "channels": {"email": false, "in_app": false}, "topics": {"password_reset": {"email": false}}}
            """
        let all = Unsubscriptions(isFromAll: true, topics: ["password_reset"])
        for topic in Templates.topics {
            for channel in Channel.allCases { #expect(try Self.decide(channel, topic, .p1, json, all) == .send) }
        }
        for topic in ["user_invited", "password_reset", "password_changed"] {
            for severity in Severity.allCases { #expect(try Self.decide(.email, topic, severity, json, all) == .send) }
        }
        #expect(try Self.decide(.email, "alert_firing", .p2, json, all) == .suppress(.unsubscribed))
    }

    @Test("what was unsubscribed from is mails alone, is shown as declined, and comes back when it is asked for")
    func unsubscribed() throws {
        let one = Unsubscriptions(topics: ["invoice_created"])
        #expect(try Self.decide(.email, "invoice_created", .p3, "{}", one) == .suppress(.unsubscribed))
        #expect(try Self.decide(.inApp, "invoice_created", .p3, "{}", one) == .send)
        #expect(try Self.decide(.email, "payment_failed", .p3, "{}", one) == .send)
        let all = Unsubscriptions(isFromAll: true, topics: ["message"])
        #expect(try Self.decide(.email, "payment_failed", .p2, "{}", all) == .suppress(.unsubscribed))

        let preferences = try Self.read(#"{"locale": "fr"}"#)
        let shown = preferences.shown(with: all)
        #expect(shown.channels.email == false && shown.topics["message"]?.email == false)
        #expect(all.kept(by: shown) == all, "put back as they were shown, they change nothing")
        #expect(all.kept(by: preferences) == all, "what says nothing about mails changes nothing")
        let wanted = try Self.read(#"{"channels": {"email": true}, "topics": {"message": {"email": true}}}"#)
        #expect(all.kept(by: wanted) == Unsubscriptions())
        #expect(one.kept(by: wanted) == one)
    }
}
