import FleetTestSupport
import Testing

/// What one caller may do to all the others: each attack beside another tenant's ordinary work.
@Suite(
    "One caller never harms another", .serialized, FleetScope<AttackEnvironment>(), .logs(of: AttackEnvironment.self))
enum Attacks {}

/// A fleet, one tenant who attacks and one who goes on with its work.
final class AttackEnvironment: Environment {
    @TaskLocal private static var value: AttackEnvironment?
    static var slot: TaskLocal<AttackEnvironment?> { $value }

    let fleet: Fleet
    let attacker: Tenant
    let victim: Tenant
    let admin: Caller

    private init(fleet: Fleet, attacker: Tenant, victim: Tenant, admin: Caller) {
        self.fleet = fleet
        self.attacker = attacker
        self.victim = victim
        self.admin = admin
    }

    static func start() async throws -> AttackEnvironment {
        let fleet = try await Fleet.start(
            // With it, signatures of the gateway's events are looked at.
            .init(environment: ["FLOTILLA_BENCH": "1", "STRIPE_WEBHOOK_SECRET": "whsec_of_the_attacks"]))
        try await fleet.startAPI()
        _ = try await fleet.start("enqueuer")
        _ = try await fleet.startWorker("BenchWorker")
        return AttackEnvironment(
            fleet: fleet, attacker: try await fleet.signUp(), victim: try await fleet.signUp(),
            admin: try await fleet.user(role: "admin"))
    }

    var bystander: Bystander { Bystander(victim.caller) }

    func stop() async { await fleet.stop() }

    /// A line that `./test` prints.
    func report(_ attack: String, _ toll: Bystander.Toll) { print("figure: \(attack): another tenant had \(toll)") }
}
