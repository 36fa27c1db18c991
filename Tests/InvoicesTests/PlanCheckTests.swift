import Contracts
import Foundation
import Invoices
import Testing

@Suite("What a plan and a subscription may say")
struct PlanCheckTests {
    private func pointers(_ plan: Plan) -> [String] {
        do {
            try plan.check()
            return []
        } catch {
            return error.problems.map(\.pointer)
        }
    }

    @Test("everything that is wrong is said at once, each with its pointer")
    func all() {
        let plan = Plan(
            code: "Été", name: PlanName(fr: "", en: "a\nb"), currency: Currency("ZZZ")!, priceCents: -1,
            includedUsers: -1, userPriceCents: Plan.highestPriceCents + 1,
            modules: [
                PlanModule(code: "ai", priceCents: 1), PlanModule(code: "ai", priceCents: .max),
                PlanModule(code: "", priceCents: 0),
            ],
            metered: [
                PlanMeter(metric: "a.b", included: -1, unitPriceMicros: -1),
                PlanMeter(metric: "a.b", included: 0, unitPriceMicros: .max),
                PlanMeter(metric: "A", included: 0, unitPriceMicros: 0),
            ], vatRate: VATRate(hundredths: 2000)!, vatExemptionReason: "none")
        #expect(
            pointers(plan) == [
                "/code", "/name/fr", "/name/en", "/currency", "/price_cents", "/user_price_cents", "/included_users",
                "/modules/1/code", "/modules/1/price_cents", "/modules/2/code", "/metered/0/included",
                "/metered/0/unit_price_micros", "/metered/1/metric", "/metered/1/unit_price_micros",
                "/metered/2/metric", "/vat_exemption_reason",
            ])
        #expect(pointers(Samples.plan()) == [])
    }

    @Test("names are one line of at most 300 characters; codes 60 bytes")
    func texts() {
        func named(_ name: String) -> [String] {
            pointers(
                Plan(
                    code: String(repeating: "x", count: 60), name: PlanName(fr: name, en: "x"), currency: Samples.euro,
                    priceCents: 0, vatRate: VATRate(hundredths: 0)!))
        }
        for name in ["É", String(repeating: "é", count: 300), "مدرسة", "a & <b>", "👩‍👩‍👧‍👦"] { #expect(named(name) == []) }
        for name in [
            "", " ", String(repeating: "x", count: 301), "a\u{2028}b", "a\u{0}", "\u{FFFE}",
            "a" + String(repeating: "\u{301}", count: 5000),
        ] {
            #expect(named(name) == ["/name/fr"])
        }
        #expect(pointers(Samples.plan(String(repeating: "x", count: 61))) == ["/code"])
    }

    @Test("no more than a thousand modules or metrics, and no more than a hundred problems")
    func many() {
        let many = Samples.plan(
            modules: (0...1000).map { ("m\($0)", 1) }, metered: (0...1000).map { ("m\($0)", 1, 1) })
        #expect(pointers(many) == ["/modules", "/metered"])
        #expect(pointers(Samples.plan(modules: (0..<1000).map { _ in ("", -1) })).count == 100)
    }

    @Test("a reason of exemption belongs to the rate 0 alone, where it may be left out")
    func tax() {
        #expect(pointers(Samples.plan(vat: 0)) == [])
        #expect(pointers(Samples.plan(vat: 0, reason: "CGI 261-4-4°")) == [])
        #expect(pointers(Samples.plan(vat: 0, reason: " ")) == ["/vat_exemption_reason"])
        #expect(pointers(Samples.plan(vat: 550, reason: "CGI 261-4-4°")) == ["/vat_exemption_reason"])
    }

    @Test("a rate is 0 to 100 per cent with at most two decimals, as JSON has it")
    func rates() {
        for hundredths in Int32(0)...10_000 {
            let rate = VATRate(hundredths: hundredths)
            #expect(
                Double("\(hundredths / 100).\(String(hundredths % 100 + 100).suffix(2))").flatMap(
                    VATRate.init(percent:)) == rate)
            #expect((rate?.percent).flatMap(VATRate.init(percent:)) == rate)
        }
        for percent in [-0.01, 100.01, 5.555, 0.001, 19.999999, .nan, .infinity, -.infinity, 1e300] {
            #expect(VATRate(percent: percent) == nil)
        }
    }

    @Test("a currency is one with which invoices are paid today")
    func currencies() {
        for code in ["EUR", "USD", "JPY", "KWD", "XOF", "XCG"] { #expect(Currency(code)?.isInCirculation == true) }
        // None; a former one; gold; for tests; a unit of account.
        for code in ["ZZZ", "FRF", "XAU", "XTS", "XDR"] { #expect(Currency(code)?.isInCirculation == false) }
        #expect(Currency("zzz") == nil)
    }

    @Test("a subscription names modules of its plan once, and ends after it begins")
    func terms() {
        func pointers(_ terms: SubscriptionTerms) -> [String] {
            do {
                try terms.check()
                return []
            } catch {
                return error.problems.map(\.pointer)
            }
        }
        #expect(pointers(Samples.terms(modules: ["ai"], users: 9, from: "2026-10-01", to: "2026-10-02")) == [])
        #expect(
            pointers(Samples.terms(modules: ["ai", "ai", "x"], users: -1, from: "2026-10-01", to: "2026-10-01")) == [
                "/modules/1", "/modules/2", "/users", "/ends_on",
            ])
    }

    @Test("a plan and the terms of a subscription come back from JSON as they were, under the names of the API")
    func coding() throws {
        let terms = Samples.terms(
            Samples.plan(vat: 0, reason: "why"), modules: ["ai"], users: 3, from: "2026-10-01", to: "2026-10-05")
        let data = try JSONEncoder().encode(terms)
        #expect(try JSONDecoder().decode(SubscriptionTerms.self, from: data) == terms)
        let text = String(decoding: data, as: UTF8.self)
        for name in [
            "price_cents", "included_users", "user_price_cents", "unit_price_micros", "vat_exemption_reason",
            "starts_on",
        ] {
            #expect(text.contains("\"\(name)\""))
        }
    }
}
