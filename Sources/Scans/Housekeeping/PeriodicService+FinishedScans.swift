import Foundation
import Operations

extension PeriodicService {
    /// Asks that the schools of an account learn of a scan that is over, once. Any number may run.
    static func finishedScans(scans: ScanStore, logger: Logger) -> PeriodicService {
        PeriodicService("finished-scans", logger: logger) {
            var place: UUID?
            repeat {
                place = try await scans.announceFinished(after: place, page: 200).next
                if place != nil { try await Task.sleep(for: .milliseconds(20)) }
            } while place != nil
            return .seconds(1)
        }
    }
}
