import Assembly
import Fleet
import Notifications
import Operations

/// What `doctor` says of deliveries: settings that are missing, destinations that are left alone, and what waits for a decision.
enum DeliveryCheck {
    static func run(_ context: CommandContext) async -> [DoctorCommand.Finding] {
        do {
            let troubles = try await context.notifications.troubles()
            let findings = findings(troubles)
            return findings.isEmpty ? [.init("deliveries", "all that was sent has arrived or is under way")] : findings
        } catch {
            return [.init("deliveries", .database(error))]
        }
    }

    private static func findings(_ troubles: DeliveryTroubles) -> [DoctorCommand.Finding] {
        var diagnoses = troubles.missing.map {
            Diagnosis(
                "channel_not_configured", "Deliveries of the last hour failed: \($0)",
                advice: "Set it for the NotifyWorkers, then `flotilla notifications replay --status failed --since 1h`."
            )
        }
        if troubles.circuits > 0 {
            diagnoses.append(
                Diagnosis(
                    "destinations_down",
                    "\(troubles.circuits) destinations keep failing and are left alone for some minutes "
                        + "(\(troubles.down.joined(separator: ", "))).",
                    advice:
                        "`flotilla notifications --status queued` has what they said, `flotilla webhooks --down` the endpoints."
                ))
        }
        var findings = diagnoses.map { DoctorCommand.Finding("deliveries", $0) }
        if troubles.unknown > 0 {
            // A decision that people may take their time for, and no fault of a part.
            let count = troubles.unknown < DeliveryTroubles.most ? "\(troubles.unknown)" : "over \(troubles.unknown)"
            findings.append(
                .init(
                    "deliveries",
                    "\(count) may have arrived or not: `flotilla notifications --status unknown` lists them, "
                        + "`flotilla notifications replay` sends again what may come twice"))
        }
        return findings
    }
}
