import Accounts
import Billing
import FleetTestSupport
import Foundation
import Postgres
import PostgresTestSupport
import TestSupport
import Testing

@testable import API

@Suite("Indicators") struct IndicatorTests {
    private static let query = "/billing/indicators?from=2025-01&to=2026-06"

    @Test("lines, invoices and indicators have one sum, for all schools and school by school, whatever became of them")
    func sums() async throws {
        let seed = Settings.seed
        print("seed \(seed)")
        try await InProcess.with { api in
            try await withDatabase(.init(url: api.configuration.common.databaseURL.reveal())) { owner in
                var random = SeededGenerator(seed)
                let schools = [api.tenant, UUID(), UUID(), UUID()]
                var books: [String: Book] = [:]
                for number in 1...150 {
                    let invoice = RandomInvoice(
                        number, of: schools.randomElement(using: &random) ?? api.tenant, &random)
                    try await invoice.write(to: owner)
                    books[invoice.currency, default: Book()].add(invoice)
                }
                for isFolded in [false, true] {
                    if isFolded { while try await fold(api) {} }
                    let all = try await api.send(.get, Self.query)
                    #expect(all.status == 200 && all["issued_cents"] == nil, "several currencies: \(all)")
                    #expect(Set(all["currencies"].array.compactMap { $0["currency"].string }) == Set(books.keys))
                    var sums: [String: Book] = [:]
                    for school in schools {
                        for one in try await api.send(.get, "\(Self.query)&tenant=\(school)")["currencies"].array {
                            sums[one["currency"].string ?? "", default: Book()].add(Book(one))
                        }
                    }
                    #expect(sums == books)
                    for one in all["currencies"].array {
                        let currency = one["currency"].string ?? ""
                        #expect(Book(one) == books[currency])
                        // All of it was due long ago.
                        #expect(one["overdue"]["d61_"] == one["outstanding_cents"], "\(one)")
                        for part in ["by_plan", "by_month"] {
                            var sum = Book()
                            for each in one[part].array { sum.add(Book(each)) }
                            #expect(sum == books[currency], "\(part)")
                        }
                        #expect(try await lines(currency, owner) == books[currency]?.issuedNet)
                    }
                }
            }
        }
    }

    @Test(
        "a school sees its own alone; a range is a month or a day on each side, and its own amounts are in one currency"
    )
    func walls() async throws {
        try await InProcess.with { api in
            _ = try await api.send(.post, "/plans", PlanTests.plan("basic"))
            _ = try await api.send(
                .put, "/subscription", ["plan": "basic", "users": 11, "starts_on": "2026-01-01"], as: .school)
            let own = try await api.send(.get, "/billing/indicators", as: .school)
            #expect(own["mrr_cents"] == 10_200 && own["currency"] == "EUR" && own["issued_cents"] == 0, "\(own)")
            #expect(own["by_plan"][0]["plan"] == "basic" && own["by_month"] == [], "\(own)")
            #expect(try await api.send(.get, "/billing/indicators")["mrr_cents"] == 10_200)
            let none = try await api.send(.get, "/billing/indicators?tenant=\(UUID())")
            #expect(none["mrr_cents"] == 0 && none["currency"] == nil && none["currencies"] == [], "\(none)")
            #expect(try await api.send(.get, "/billing/indicators?tenant=\(UUID())", as: .school).status == 404)
            let days = try await api.send(.get, "/billing/indicators?from=2026-02&to=2026-02")
            #expect(days["from"] == "2026-02-01" && days["to"] == "2026-02-28", "\(days)")
            for query in ["from=2026-13", "to=2026", "from=2026-02-02&to=2026-02-01", "since=2026-01"] {
                #expect(try await api.send(.get, "/billing/indicators?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test("over a million lines they take less than 50 ms", .enabled(if: Settings.isFull), .timeLimit(.minutes(10)))
    func million() async throws {
        try await InProcess.with { api in
            try await withDatabase(.init(url: api.configuration.common.databaseURL.reveal())) { owner in
                try await RandomInvoice.writeMillion(to: owner)
                while try await fold(api) {}
                for table in ["invoices", "invoice_totals", "subscription_changes"] {
                    _ = try await owner.query("vacuum analyze flotilla.\(unescaped: table)")
                }
                var best = Duration.seconds(60)
                for _ in 0..<10 {
                    let start = ContinuousClock.now
                    let answer = try await api.send(.get, "/billing/indicators?from=2025-01&to=2026-12")
                    best = min(best, ContinuousClock.now - start)
                    #expect(answer["issued_cents"] == 1_800_000_000, "\(answer["issued_cents"])")
                }
                print("figure: indicators over 150,000 invoices: \(best)")
                #expect(best < .milliseconds(50))
            }
        }
    }

    private func lines(_ currency: String, _ owner: Database) async throws -> Int {
        let rows = try await owner.query(
            """
            select coalesce(sum(case kind when 'invoice' then net else -net end), 0)::bigint as sum
            from flotilla.invoices invoice cross join lateral (
                select sum(net_cents) as net from flotilla.invoice_lines where invoice_id = invoice.id
            ) line
            where currency = \(currency)
            """
        ).rows
        return Int(try rows[0].decode(0, as: Int64.self))
    }

    private func fold(_ api: InProcess) async throws -> Bool {
        try await BillingStore(database: api.context.connections.domains, jobs: api.context.store).foldMovements()
    }
}
