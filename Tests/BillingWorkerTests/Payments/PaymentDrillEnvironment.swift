import FleetTestSupport
import Foundation
import StripeTestSupport

/// An API, an enqueuer and a gateway; workers are the tests' own. Silent sessions are found out soon.
final class PaymentDrillEnvironment: Environment {
    @TaskLocal private static var value: PaymentDrillEnvironment?
    static var slot: TaskLocal<PaymentDrillEnvironment?> { $value }

    let fleet: Fleet
    let stripe: StripeServer
    let admin: Caller
    private let seller: SellerFile

    private init(fleet: Fleet, stripe: StripeServer, admin: Caller, seller: SellerFile) {
        self.fleet = fleet
        self.stripe = stripe
        self.admin = admin
        self.seller = seller
    }

    static func start() async throws -> PaymentDrillEnvironment {
        async let stripe = StripeServer()
        let seller = try SellerFile()
        let fleet = try await Fleet.start(
            .init(environment: ["FLOTILLA_BENCH": "1", "LEASE": "3s", "FLOTILLA_SELLER_FILE": seller.path]))
        try await fleet.startAPI()
        _ = try await fleet.start("enqueuer")
        return PaymentDrillEnvironment(
            fleet: fleet, stripe: try await stripe, admin: try await fleet.user(role: "admin"), seller: seller)
    }

    func startWorker() async throws -> FleetProcess {
        try await fleet.startWorker(
            "BillingWorker", ["STRIPE_API_KEY": stripe.key, "STRIPE_API_BASE": stripe.url])
    }

    func stop() async {
        stripe.stop()
        await fleet.stop()
        seller.remove()
    }
}

/// Who invoices, in the tests.
struct SellerFile: Sendable {
    private let folder: URL
    var path: String { folder.appending(path: "seller.json").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "billing-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Self.text.utf8).write(to: folder.appending(path: "seller.json"))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private static let text = """
        {"legal_name": "Flotilla SAS", "address": {"line1": "1 quai du Port", "postal_code": "13002", "city": "Marseille",
         "country": "FR"}, "siren": "732829320", "vat_number": "FR44732829320", "iban": "FR7630006000011234567890189",
         "email": "factures@flotilla.test", "invoice_prefix": "FL"}
        """
}
