import FleetTestSupport
import Foundation
import Postgres
import StripeTestSupport
import Testing

extension Ledger {
    @Suite("What doctor says of the gateway") struct DoctorTests {
        let place: LedgerEnvironment

        init() throws { place = try LedgerEnvironment.current }

        /// Its finding of this name, and its exit status.
        private func finding(_ check: String, _ environment: [String: String]) async throws -> (JSON, Int32) {
            let run = try await place.fleet.run(["doctor", "--json"], environment)
            let items = try JSON(parsing: Array(run.output.utf8))["items"].array
            return (try #require(items.first { $0["check"].string == check }, "\(run.all)"), run.status)
        }

        private func payments(key: String, base: String) async throws -> (JSON, Int32) {
            try await finding("payments", ["STRIPE_API_KEY": key, "STRIPE_API_BASE": base])
        }

        @Test("without a key nothing is wrong, and nothing is charged")
        func noKey() async throws {
            let (found, _) = try await finding("payments", [:])
            #expect(found["ok"] == true && found["code"] == nil, "\(found)")
            #expect(found["detail"].string?.contains("STRIPE_API_KEY is not set") == true, "\(found)")
        }

        @Test("a key that it takes is well, and the secret of events is missed where there is none")
        func well() async throws {
            let (found, _) = try await payments(key: place.stripe.key, base: place.stripe.url)
            #expect(found["ok"] == true && found["detail"] == "the gateway takes the key of a test", "\(found)")
            let (deaf, _) = try await finding(
                "payments",
                [
                    "STRIPE_API_KEY": place.stripe.key, "STRIPE_API_BASE": place.stripe.url,
                    "STRIPE_WEBHOOK_SECRET": "",
                ])
            #expect(
                deaf["ok"] == true && deaf["detail"].string?.contains("STRIPE_WEBHOOK_SECRET is not set") == true,
                "\(deaf)")
        }

        @Test("a key that it refuses is named with what it has to be allowed, and is not shown")
        func refused() async throws {
            let (found, status) = try await payments(key: "sk_test_wrong", base: place.stripe.url)
            #expect(found["ok"] == false && found["code"] == "gateway_refused" && status == 1, "\(found)")
            #expect(found["detail"].string?.contains("STRIPE_API_KEY") == true, "\(found)")
            #expect(!"\(found)".contains("sk_test_wrong"), "\(found)")
        }

        @Test("a gateway that is away is named with the setting of its address")
        func away() async throws {
            let (found, status) = try await payments(key: place.stripe.key, base: "http://127.0.0.1:1")
            #expect(found["ok"] == false && found["code"] == "gateway_unreachable" && status == 1, "\(found)")
            #expect(found["detail"].string?.contains("STRIPE_API_BASE") == true, "\(found)")
        }

        @Test("what the gateway and the ledger say differently is counted, with the table that has it")
        func differences() async throws {
            let subject = "pi_\(UUID())"
            _ = try await place.fleet.database.query(
                """
                insert into gateway_differences (id, kind, subject, detail)
                values (gen_random_uuid(), 'amount', \(subject), 'a test')
                """)
            let (found, status) = try await finding("ledger", [:])
            #expect(found["ok"] == false && found["code"] == "gateway_differs" && status == 1, "\(found)")
            #expect(
                found["detail"].string.map { $0.contains("amount") && $0.contains("gateway_differences") } == true,
                "\(found)")
            _ = try await place.fleet.database.query(
                "update gateway_differences set ended_at = now() where subject = \(subject)")
        }
    }
}
