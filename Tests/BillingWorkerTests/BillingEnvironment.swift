import Assembly
import Billing
import FleetTestSupport
import Foundation
import Glibc
import Operations
import Postgres
import Synchronization
import TestSupport

/// An API, an enqueuer and a worker that bills.
final class BillingEnvironment: Environment {
    @TaskLocal private static var value: BillingEnvironment?
    static var slot: TaskLocal<BillingEnvironment?> { $value }

    let fleet: Fleet
    let admin: Caller
    private let seller: SellerFile
    private let programs: Mutex<[String: FleetProcess]>

    private init(fleet: Fleet, admin: Caller, seller: SellerFile, _ programs: [String: FleetProcess]) {
        self.fleet = fleet
        self.admin = admin
        self.seller = seller
        self.programs = Mutex(programs)
    }

    static func start() async throws -> BillingEnvironment {
        let seller = try SellerFile()
        let fleet = try await Fleet.start(
            .init(environment: ["FLOTILLA_BENCH": "1", "FLOTILLA_SELLER_FILE": seller.path, "LEASE": "3s"]))
        try await fleet.startAPI()
        let programs = [
            "enqueuer": try await fleet.start("enqueuer"),
            "BillingWorker": try await fleet.startWorker("BillingWorker"),
        ]
        return BillingEnvironment(fleet: fleet, admin: try await fleet.user(role: "admin"), seller: seller, programs)
    }

    /// Kills a program with -9, supervisor and executors.
    func kill(_ program: String) async {
        guard let process = programs.withLock({ $0[program] }) else { return }
        let children = process.children
        await process.kill()
        for child in children { Foundation.kill(pid_t(child), SIGKILL) }
    }

    func restart(_ program: String) async throws {
        let process = program == "enqueuer" ? try await fleet.start(program) : try await fleet.startWorker(program)
        programs.withLock { $0[program] = process }
    }

    /// The domain over this fleet's database, for what a test runs by itself.
    func store() throws -> BillingStore {
        let url = Secret(fleet.postgres.url())
        let connections = try Connections(databaseURL: url, name: "test", shared: 1)
        return BillingStore(database: connections.domains, jobs: connections.store)
    }

    func stop() async {
        await fleet.stop()
        seller.remove()
    }
}

extension BillingEnvironment {
    /// A school with a subscription.
    func school(
        _ plan: String = "basic", users: Int = 0, modules: [String] = [], from start: String = "2026-01-01",
        to end: String? = nil
    ) async throws -> Tenant {
        let tenant = try await fleet.signUp()
        try await subscribe(tenant, plan, users: users, modules: modules, from: start, to: end)
        return tenant
    }

    func subscribe(
        _ tenant: Tenant, _ plan: String, users: Int = 0, modules: [String] = [], from start: String,
        to end: String? = nil
    ) async throws {
        _ = try await fleet.database.query(
            """
            insert into flotilla.subscription_changes (id, tenant, plan, version, modules, users, starts_on, ends_on)
            values (gen_random_uuid(), \(UUID(uuidString: tenant.id)), \(plan), 1, \(modules), \(Int64(users)),
                \(start)::text::date, \(end)::text::date)
            """)
    }

    /// Version 1 of a plan.
    func plan(_ code: String, cents: Int, metered: String = "[]") async throws {
        let text = """
            {"code": "\(code)", "version": 1, "name": {"fr": "Formule \(code)", "en": "Plan \(code)"}, "currency": "EUR",
             "price_cents": \(cents), "included_users": 10, "user_price_cents": 200,
             "modules": [{"code": "ai", "price_cents": 1500}], "metered": \(metered), "vat_rate": 2000}
            """
        _ = try await fleet.database.query(
            """
            insert into flotilla.plans (code, version, plan) values (\(code), 1, \(JSONText(text)))
            on conflict do nothing
            """)
    }

    /// Asks for a run and waits until it is over.
    func bill(_ period: String, _ more: [String: JSON] = [:]) async throws -> JSON {
        let accepted = try await admin.post(
            "/billing/runs", .object(more.merging(["period": .string(period)]) { $1 }))
        guard accepted.status == 202, let place = accepted["status_url"].string else { throw Unexpected(accepted) }
        return try await finished(place)
    }

    func finished(_ place: String) async throws -> JSON {
        var run = JSON.null
        let isOver = try await eventually(within: .seconds(60)) {
            run = try await self.admin.get(place).json
            return run["status"] != "running"
        }
        guard isOver else { throw Unexpected("the run is not over: \(run)") }
        return run
    }
}
