import Foundation

/// LightGCN on MovieLens 100k: one training with its looks at the validation part, here beside the same algorithm in numpy, each in a
/// process of its own, on one thread. The two draw other numbers, so that they end after other epochs: the figure is an epoch's.
struct TrainingBenchmark: Benchmark {
    let name = "training"

    let figures = [
        FigureKind(key: "epoch", title: "CPU an epoch of LightGCN", unit: "ms", ceiling: "epochNumpy"),
        FigureKind(key: "epochNumpy", title: "the same in numpy and scipy", unit: "ms"),
        FigureKind(key: "whole", title: "CPU a training, baselines included", unit: "s", ceiling: "wholeNumpy"),
        FigureKind(key: "wholeNumpy", title: "the same in numpy and scipy, without baselines", unit: "s"),
        FigureKind(key: "recall", title: "recall@20 × 1000", unit: "", ceiling: "recallNumpy"),
        FigureKind(key: "recallNumpy", title: "the same of numpy's", unit: ""),
    ]

    /// What either process prints.
    private struct Outcome: Decodable {
        let epochs: Int
        let cpuSeconds: Double
    }

    private struct OwnFigures: Decodable {
        let recall: [String: Double]
    }

    private struct OtherFigures: Decodable {
        let recall: Double
    }

    func run(on fleet: Fleet) async throws -> Run {
        // `./bench` put them there.
        let folder = FileManager.default.currentDirectoryPath
        let file = folder + "/.build/movielens/ml-100k.inter"
        let seed = String(Int.random(in: 1...1_000_000))
        let own = try Self.output(folder + "/.build/release/RecommenderProbe", [file, "lastTenth", seed])
        let other = try Self.output(
            folder + "/.build/training/bin/python", [folder + "/Benchmarks/Training/lightgcn.py", file, seed])
        var run = Run()
        for (suffix, output) in [("", own), ("Numpy", other)] {
            let outcome = try JSONDecoder().decode(Outcome.self, from: output)
            run.values["whole" + suffix] = outcome.cpuSeconds
            // Training goes on for five looks after the best one, and for 400 epochs at most.
            run.values["epoch" + suffix] = outcome.cpuSeconds * 1000 / Double(min(400, outcome.epochs + 100))
        }
        run.values["recall"] = (try JSONDecoder().decode(OwnFigures.self, from: own).recall["lightgcn"] ?? 0) * 1000
        run.values["recallNumpy"] = try JSONDecoder().decode(OtherFigures.self, from: other).recall * 1000
        return run
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ["OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"]
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError("\(program) ended with \(process.terminationStatus)")
        }
        return data
    }
}
