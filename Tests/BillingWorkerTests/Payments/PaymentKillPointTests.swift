import FleetTestSupport
import Foundation
import Postgres
import StripeTestSupport
import TestSupport
import Testing

/// What is killed while a payment is under way, where, and what becomes of the money.
@Suite(
    "A payment that is cut off", FleetScope<PaymentDrillEnvironment>(), .logs(of: PaymentDrillEnvironment.self),
    .serialized)
struct PaymentKillPointTests {
    enum Victim: String, Sendable, CaseIterable {
        case supervisor, executor, database
    }

    enum Point: String, Sendable, CaseIterable {
        /// Its row is about to be written.
        case beforeRow
        /// Its row is committed, and the gateway has not executed it.
        case beforeCall
        /// The gateway executes it, and the one who asked is gone.
        case duringCall
        /// The gateway has taken the money, and its answer is not written.
        case beforeCommit
    }

    let place: PaymentDrillEnvironment

    init() throws { place = try PaymentDrillEnvironment.current }

    @Test("is taken once, wherever it was", arguments: Point.allCases, [Victim.supervisor, .executor])
    func killed(_ point: Point, _ victim: Victim) async throws { try await drill(point, victim) }

    @Test("is taken once when PostgreSQL dies", arguments: [Point.beforeRow, .beforeCommit])
    func withoutDatabase(_ point: Point) async throws { try await drill(point, .database) }

    private func drill(_ point: Point, _ victim: Victim) async throws {
        let fleet = place.fleet
        let tenant = try await fleet.signUp()
        let school = try #require(UUID(uuidString: tenant.id))
        let invoice = try await fleet.addInvoice(of: school, paidBy: try await place.stripe.makeCustomer())
        let key = "inv-\(invoice.uuidString.lowercased())-try-1"
        switch point {
        case .beforeCall: try await place.stripe.script(key, .fault(.silentBefore))
        case .duringCall, .beforeCommit: try await place.stripe.script(key, .fault(.hold))
        case .beforeRow: break
        }
        let asked = try await tenant.caller.post("/invoices/\(invoice)/pay", [:])
        #expect(asked.status == 202, "\(asked)")
        let locked = Gate()
        let released = Gate()
        func lock() -> Task<Void, any Error> {
            Task {
                try await fleet.database.withConnection { connection in
                    try await connection.transaction {
                        _ = try await connection.execute(["select id from invoices where id = \(invoice) for update"])
                        locked.open()
                        await released.wait()
                    }
                }
            }
        }
        var holding: Task<Void, any Error>?
        if point == .beforeRow {
            holding = lock()
            await locked.wait()
        }
        let worker = try await place.startWorker()
        switch point {
        case .beforeRow: break
        case .beforeCall: _ = try await place.stripe.requests(key, atLeast: 1)
        case .duringCall: #expect(try await place.stripe.awaitHeld())
        case .beforeCommit:
            #expect(try await place.stripe.awaitHeld())
            holding = lock()
            await locked.wait()
            try await place.stripe.release()
        }
        if point == .beforeRow || point == .beforeCommit {
            let isStopped = try await eventually(within: .seconds(30)) {
                try await fleet.count("select count(*) from pg_locks where not granted") > 0
            }
            #expect(isStopped)
        }
        switch victim {
        case .supervisor: await worker.kill()
        case .executor: for child in worker.children { kill(child, SIGKILL) }
        case .database: try await fleet.postgres.kill()
        }
        if victim != .database {
            // PostgreSQL would finish the statement although its client is dead: end the backend too.
            _ = try await fleet.database.query("select pg_terminate_backend(pid) from pg_locks where not granted")
        }
        released.open()
        _ = try? await holding?.value
        if victim == .database { try await fleet.postgres.start() }
        if point == .duringCall { try await place.stripe.release() }
        let successor = victim == .supervisor ? try await place.startWorker() : worker
        var seen = JSON.null
        let isPaid = try await eventually(within: .seconds(60)) {
            guard let answer = try? await tenant.caller.get("/invoices/\(invoice)"), answer.status == 200 else {
                return false
            }
            seen = answer.json
            return seen["status"] == "PAYEE"
        }
        await successor.kill()
        let charges = try await place.stripe.charges(ofInvoice: invoice)
        print("figure: \(victim) killed, \(point): \(seen["status"]), \(charges.count) charges")
        #expect(isPaid && charges.count == 1, "\(seen)")
        #expect(seen["payments"].array.map { $0["status"] } == ["succeeded"], "\(seen)")
    }
}
