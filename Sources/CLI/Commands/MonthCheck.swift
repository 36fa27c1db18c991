import Assembly
import Billing
import Operations

/// What `doctor` says of the months that were billed.
enum MonthCheck {
    private static let name = "months"

    static func run(_ context: CommandContext) async -> DoctorCommand.Finding {
        let store = BillingStore(database: context.connections.domains, jobs: context.connections.store)
        do {
            let (count, examples) = try await store.unbilled()
            if count == 0 {
                return DoctorCommand.Finding(name, "no school waits for the invoice of a month that was run")
            }
            return DoctorCommand.Finding(
                name,
                Diagnosis(
                    "month_unbilled",
                    "\(count) invoices of schools, or whole runs, could not be made (\(Set(examples).sorted().joined(separator: "; "))).",
                    advice: "Mend what is named, then bill the month again: POST /billing/runs makes what is missing."))
        } catch {
            return DoctorCommand.Finding(name, .database(error))
        }
    }
}
