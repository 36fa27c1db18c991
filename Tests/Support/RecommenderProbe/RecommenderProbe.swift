import Foundation
import MovieLens
import Recommender

/// `RecommenderProbe FILE HOLDOUT SEED`: trains on MovieLens 100k, and prints the figures, the processor time and the peak of memory as
/// a line of JSON.
@main
struct RecommenderProbe {
    private struct Outcome: Encodable {
        let epochs: Int
        /// Of the comparison alone: all of it, the baselines and each look at the validation part.
        let cpuSeconds: Double
        /// Resident, the highest of the whole process.
        let peakBytes: Int
        /// Of the process before the comparison.
        let bytesBefore: Int
        let recall: [String: Double]
        let ndcg: [String: Double]
    }

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let holdOut = HoldOut(rawValue: arguments[2]), let seed = UInt64(arguments[3])
        else {
            FileHandle.standardError.write(Data("usage: RecommenderProbe FILE lastTenth|leaveLastOut SEED\n".utf8))
            exit(2)
        }
        let interactions = try MovieLens.interactions(in: arguments[1])
        let before = usage()
        let comparison = try compare(
            interactions, holdOut, seed: seed, limits: TrainingLimits(seconds: 600, bytes: 1 << 30))
        let after = usage()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let figures = comparison.figures
        let outcome = Outcome(
            epochs: comparison.epochs, cpuSeconds: after.seconds - before.seconds, peakBytes: after.bytes,
            bytesBefore: before.bytes,
            recall: Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0.recall) }),
            ndcg: Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0.ndcg) }))
        print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
    }

    private static func usage() -> (seconds: Double, bytes: Int) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let micros = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        // Linux counts in units of 1,024 bytes.
        return (seconds + micros / 1_000_000, usage.ru_maxrss * 1024)
    }
}
