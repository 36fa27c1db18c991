import Billing
import FleetTestSupport
import Foundation
import Invoices
import Jobs
import Postgres
import Testing

extension BillingFleet {
    /// The clock is the tests'.
    @Suite("A school's own time zone") struct ZoneTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        static let seller = Seller(
            legalName: "S", address: PostalAddress(line1: "1", postalCode: "13002", city: "Marseille", country: "FR"),
            invoicePrefix: "ZONE")
        private static let paris = TimeZone(identifier: "Europe/Paris") ?? .gmt

        @Test("a school whose month is not over yet is billed by a job that is due when it is")
        func due() async throws {
            try await place.plan("basic", cents: 10_000)
            let schools = [try await place.school(), try await place.school()]
            let ids = schools.compactMap { UUID(uuidString: $0.id) }
            _ = try await place.fleet.database.query(
                """
                insert into flotilla.billing_profiles (tenant, legal_name, address, email, time_zone)
                values (\(ids[1]), 'Lycée de Papeete',
                    '{"line1": "1", "postal_code": "98714", "city": "Papeete", "country": "PF"}', 'a@b.test', 'Pacific/Tahiti')
                """)
            // 02:00 in Paris on the first of March 2031; still the last of February in Tahiti, ten hours behind UTC.
            let now = try #require(Self.date("2031-03-01T01:00:00Z"))
            let store = try place.store()
            let period = try #require(BillingMonth("2031-02"))
            let minter = JobIDMinter()
            let run = BillingRun(
                id: minter.mint().uuid, period: period, isDry: false, tenants: ids, userID: nil, jobID: minter.mint())
            // The worker of the fleet has another clock: nothing of this run may reach it.
            await place.kill("BillingWorker")
            try await store.create(run, trace: TraceContext(), callback: minter.mint())
            let settings = BillingSettings(timeZone: Self.paris, seller: Self.seller)
            let month = MonthRunner(store: store, settings: settings) { now }
            _ = try await month.run(BillMonth(runID: run.id), as: run.jobID, trace: TraceContext())
            let due = try await place.fleet.database.query(
                """
                select jobs.tenant, jobs.run_at from jobs join flotilla.billing_run_schools part on part.job_id = jobs.id
                where part.run_id = \(run.id)
                """
            ).rows.map { (try $0.decode("tenant", as: UUID.self), try $0.decode("run_at", as: Date?.self)) }
            let times = Dictionary(uniqueKeysWithValues: due)
            #expect(times.count == 2 && times[ids[0]] == .some(nil))
            #expect(times[ids[1]] == Self.date("2031-03-01T10:00:00Z"))

            // Run too early all the same, it waits for the end of the month.
            let early = SchoolRunner(store: store, settings: settings) { now }
            let outcome = try await early.run(BillSchool(runID: run.id), of: ids[1], as: minter.mint())
            guard case .snoozed(let until, _) = outcome else { throw Unexpected("\(outcome)") }
            #expect(until == Self.date("2031-03-01T10:00:00Z"))
            let late = SchoolRunner(store: store, settings: settings) { now + 9 * 3600 + 1 }
            guard
                case .succeeded(let success) = try await late.run(
                    BillSchool(runID: run.id), of: ids[1], as: minter.mint())
            else { throw Unexpected("not billed") }
            #expect(String(decoding: success.result, as: UTF8.self).contains("invoiced"))
            _ = try await place.admin.send("DELETE", "/batches/\(run.id.uuidString.lowercased())")
            try await place.restart("BillingWorker")
        }

        private static func date(_ text: String) -> Date? { try? Date(text, strategy: .iso8601) }
    }
}
