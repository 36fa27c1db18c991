import Foundation
import Operations
import Postgres

/// The last word of every program: an exit status, and one line when it could not run.
public enum Program {
    /// `EX_CONFIG` of sysexits(3): starting again without a change would end the same way.
    public static let configurationError: Int32 = 78

    /// Runs a program to its end and leaves the process.
    public static func run(_ name: String, _ body: @Sendable () async throws -> Int32) async -> Never {
        CurrentProcess.hideMemory()
        do {
            CurrentProcess.exit(try await body())
        } catch let error as ConfigurationError {
            printError("\(error)")
            CurrentProcess.exit(configurationError)
        } catch MigrationError.tooOld {
            printError("\(name): DATABASE_URL: \(MigrationError.tooOld)")
            CurrentProcess.exit(configurationError)
        } catch let error as PostgresError where error.condition == .poolerUnfit {
            printError("\(name): DATABASE_URL: \(Diagnosis(.poolerUnfit).description)")
            CurrentProcess.exit(configurationError)
        } catch let error as EvictionPolicy.Refused {
            printError("\(name): \(error)")
            CurrentProcess.exit(configurationError)
        } catch {
            printError("\(name): \(error)")
            CurrentProcess.exit(1)
        }
    }

    private static func printError(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
