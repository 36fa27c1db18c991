import Foundation
public import Operations
public import Postgres
import Synchronization

extension PeriodicService {
    /// Writes down what of this process's periodic work has failed for long, so that the API and `flotilla doctor` can say
    /// so. Asks the database nothing while all goes well.
    /// - Parameter patience: what fails for less is tried again, and no more.
    public static func failingDuties(
        of program: String, in database: Database, duties: FailingDuties = .shared,
        patience: Duration = Diagnosis.dutyPatience, pause: Duration = .seconds(5), logger: Logger
    ) -> PeriodicService {
        let process = UUID()
        let table = FailingDutyTable(database: database)
        let isWritten = Mutex(false)
        return PeriodicService("failing-duties", pauseAfterFailure: pause, logger: logger) {
            let failures = duties.failures(lasting: patience)
            guard !failures.isEmpty || isWritten.withLock({ $0 }) else { return pause }
            isWritten.withLock { $0 = true }
            try await table.write(failures, of: process, program: program)
            isWritten.withLock { $0 = !failures.isEmpty }
            return pause
        }
    }
}

extension Diagnosis {
    public static let dutyPatience = Duration.seconds(60)

    /// Periodic work of a program that has failed for long.
    init(_ failure: FailingDuties.Failure, of program: String) {
        self.init(
            "duty_failing",
            "\"\(failure.duty)\" of \(program) has failed for \(Int(clamping: failure.lasting.components.seconds)) s: "
                + "\(failure.error.trimmingCharacters(in: .punctuationCharacters)).",
            advice:
                "What it does is not done meanwhile: remove the cause that the error names; the log of \(program) has more."
        )
    }
}
