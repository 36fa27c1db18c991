import Contracts
import Foundation
import HTTPServer
import JSON
import Testing

@testable import Notifications

@Suite("Bodies of the API")
struct JSONTests {
    @Test(
        "data is read from a body: names as they are, whole numbers whole, and whatever is odd is refused with its place"
    )
    func data() throws {
        let body =
            #"{"number": "FL-1", "period": "2026-10", "amount": {"cents": 4900.0, "currency": "EUR"}, "dueOn": "2026-12-01"}"#
        let data = try JSONCoding.decode([String: TemplateValue].self, from: Array(body.utf8))
        let template = try #require(Templates.named("invoice_created"))
        #expect(template.problems(of: data, link: nil).map(\.pointer) == ["/data/dueOn"])
        for odd in [
            "1e999", "-1e999", "1e-999", "123456789012345678901234567890", "true", "[[[]]]", #"{"a": {"b": []}}"#,
            #""\u0000""#,
        ] {
            let body = #"{"number": "1", "period": "2026-10", "amount": {"cents": "# + odd + #", "currency": "EUR"}}"#
            let data = try JSONCoding.decode([String: TemplateValue].self, from: Array(body.utf8))
            #expect(
                template.problems(of: data, link: nil).map(\.pointer)
                    == (odd == "1e-999" ? [] : ["/data/amount/cents"]), "\(odd)")
        }
    }

    @Test("preferences are answered as the contract has them")
    func preferences() throws {
        var preferences = NotificationPreferences(locale: "fr")
        #expect(
            String(decoding: try JSONCoding.encode(preferences), as: UTF8.self)
                == #"{"locale":"fr","time_zone":"UTC","quiet_hours":null,"channels":{"email":true,"in_app":true},"topics":{}}"#
        )
        let (from, to) = (try #require(ClockTime("22:00")), try #require(ClockTime("07:00")))
        preferences.quietHours = QuietHours(from: from, to: to)
        preferences.topics["scan_finished"] = ChannelChoice(email: false)
        let text = try JSONCoding.encode(preferences)
        #expect(
            String(decoding: text, as: UTF8.self).hasSuffix(
                #""quiet_hours":{"from":"22:00","to":"07:00"},"channels":{"email":true,"in_app":true},"#
                    + #""topics":{"scan_finished":{"email":false,"in_app":true}}}"#))
        let body = try JSONCoding.decode(TemplateValue.self, from: text)
        let again = try NotificationPreferences(body, standard: NotificationPreferences())
        #expect(try JSONCoding.encode(again) == text)
    }
}
