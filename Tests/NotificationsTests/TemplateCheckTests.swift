import Contracts
import Accounts
import Foundation
import Testing

@testable import Notifications

@Suite("What a request gives for a template")
struct TemplateCheckTests {
    private static let names = TemplateTests.names

    @Test("a variable that is missing or null is named with its place and its type", arguments: names)
    func missing(_ name: String) throws {
        let template = try #require(Templates.named(name))
        for variable in template.variables {
            for absent in [nil, TemplateValue.null] {
                var data = FullData.of(template)
                data[variable.name] = absent
                let expected = InvalidRequest.Problem(
                    pointer: "/data/\(variable.name)", message: "is required: \(variable.kind.expected)")
                let problems = template.problems(of: data, link: TemplateTests.link)
                #expect(problems == (variable.isRequired ? [expected] : []))
            }
        }
        let all = template.problems(of: [:], link: TemplateTests.link).map(\.pointer)
        #expect(all == template.variables.filter(\.isRequired).map { "/data/\($0.name)" })
    }

    @Test("a value of the wrong type is named with its place, and without the value", arguments: names)
    func wrong(_ name: String) throws {
        let template = try #require(Templates.named(name))
        for variable in template.variables {
            for value in FullData.wrong(variable.kind) {
                var data = FullData.of(template)
                data[variable.name] = value
                let problems = template.problems(of: data, link: TemplateTests.link)
                #expect(problems.count == 1, "\(variable.name) \(value)")
                #expect(problems.first?.pointer.hasPrefix("/data/\(variable.name)") == true)
                #expect(throws: InvalidRequest.self) {
                    try template.render(data, link: TemplateTests.link, for: TemplateTests.reader("en"))
                }
            }
        }
    }

    @Test("a variable that the template does not have is an error that names it", arguments: names)
    func unknown(_ name: String) throws {
        let template = try #require(Templates.named(name))
        var data = FullData.of(template)
        data["amont"] = "x"
        data["a/b~c"] = .null
        let problems = template.problems(of: data, link: TemplateTests.link)
        #expect(problems.map(\.pointer) == ["/data/a~1b~0c", "/data/amont"])
        #expect(problems.first?.message.contains(template.variables[0].name) == true)
    }

    @Test("mistakes within an amount or a list have their own places")
    func nested() throws {
        let template = try #require(Templates.named("payment_failed"))
        func pointers(_ amount: TemplateValue) -> [String] {
            template.problems(of: ["number": "1", "amount": amount], link: nil).map(\.pointer)
        }
        #expect(pointers(.object(["cents": 1.5, "currency": "EUR"])) == ["/data/amount/cents"])
        #expect(pointers(.object(["cents": 1])) == ["/data/amount/currency"])
        #expect(pointers(.object(["cents": 1, "currency": "EUR", "b": 1, "a": 1])) == ["/data/amount/a"])
        #expect(pointers("12") == ["/data/amount"])
        #expect(pointers(.object(["cents": 1200.0, "currency": "EUR"])) == [])
        let findings = try #require(Templates.named("finding_opened"))
        #expect(
            findings.problems(of: ["count": 2, "titles": ["a", 5]], link: nil).map(\.pointer) == ["/data/titles/1"])
    }

    @Test("an invitation and a new password are nothing without their link")
    func link() throws {
        for name in ["user_invited", "password_reset"] {
            let template = try #require(Templates.named(name))
            #expect(template.problems(of: FullData.of(template), link: nil).map(\.pointer) == ["/link"])
        }
        let without = Templates.all.filter { $0.problems(of: FullData.of($0), link: nil).isEmpty }.map(\.name)
        #expect(without.count == 20)
    }

    @Test("what is about access goes by e-mail alone; alerts go where their severity leads")
    func channels() throws {
        for name in ["user_invited", "password_reset", "password_changed"] {
            let template = try #require(Templates.named(name))
            for severity in Severity.allCases { #expect(template.channels(at: severity) == [.email]) }
            #expect(template.problems(of: [.email]) == [])
            #expect(template.problems(of: [.email, .inApp]).map(\.pointer) == ["/channels/1"])
            #expect(template.problems(of: [.slack]).map(\.pointer) == ["/channels/0"])
        }
        let alert = try #require(Templates.named("alert_firing"))
        #expect(alert.channels(at: .p1) == [.pagerduty, .slack])
        #expect(alert.channels(at: .p2) == [.slack, .email])
        #expect(alert.channels(at: .p3) == [.slack])
        #expect(alert.problems(of: ChannelOrder(Channel.allCases)) == [])
        #expect(alert.repeatsUnknown(at: .p1) && !alert.repeatsUnknown(at: .p2))
        let repeating = Templates.all.filter { $0.repeatsUnknown(at: .p1) }.map(\.name)
        #expect(repeating == ["alert_firing", "alert_resolved"])
    }

    @Test("a thousand mistakes are a hundred lines")
    func many() throws {
        let template = try #require(Templates.named("invoice_created"))
        let data = Dictionary((0..<1000).map { ("unknown\($0)", TemplateValue.null) }) { $1 }
        #expect(template.problems(of: data, link: nil).count == 100)
        let long = template.problems(of: [String(repeating: "é", count: 5000): 1], link: nil)
        #expect(long.allSatisfy { $0.pointer.utf8.count < 200 })
    }

    @Test("values are read from JSON, and come out as they went in")
    func json() throws {
        let text =
            #"{"a": "x", "b": 5, "c": 1.5, "d": true, "e": null, "f": ["y", 1], "g": {"cents": 1, "currency": "EUR"}}"#
        let data = try JSONDecoder().decode([String: TemplateValue].self, from: Data(text.utf8))
        let expected: [String: TemplateValue] = [
            "a": "x", "b": 5, "c": 1.5, "d": .bool(true), "e": .null, "f": ["y", 1],
            "g": .money(cents: 1, currency: "EUR"),
        ]
        #expect(data == expected)
        let again = try JSONDecoder().decode([String: TemplateValue].self, from: JSONEncoder().encode(data))
        #expect(again == data)
    }
}
