import Foundation
import Operations

/// `./bench`: the figures of this machine, each beside the ceiling measured in the same run.
@main
struct Bench {
    static func main() async {
        let options: BenchOptions
        do {
            options = try BenchOptions(Array(CommandLine.arguments.dropFirst()))
        } catch {
            printError("\(error)")
            CurrentProcess.exit(2)
        }
        do {
            let report = try await measure(options)
            if options.isJSON { try report.printJSON() } else { report.printTable() }
            for check in report.failures { printError("failed: \(check.name): \(check.detail)") }
            CurrentProcess.exit(report.ok ? 0 : 1)
        } catch {
            printError("\(error)")
            CurrentProcess.exit(1)
        }
    }

    private static func measure(_ options: BenchOptions) async throws -> Report {
        let fleet = try await Fleet.start()
        do {
            let report = try await measure(options, fleet)
            await fleet.stop()
            return report
        } catch {
            let explanation = fleet.explanation(of: error)
            await fleet.stop()
            throw explanation
        }
    }

    private static func measure(_ options: BenchOptions, _ fleet: Fleet) async throws -> Report {
        var report = Report(options)
        for benchmark in options.benchmarks {
            var runs: [Run] = []
            for number in 1...options.runs {
                printError("\(benchmark.name), run \(number) of \(options.runs)")
                runs.append(try await benchmark.run(on: fleet))
            }
            report.add(benchmark, runs)
        }
        return report
    }

    private static func printError(_ text: String) {
        FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
    }
}
