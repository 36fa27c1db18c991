import Foundation

/// Asks Python's well-known libraries, in an environment of their own under `.build`, made on first use.
enum Python {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Python").standardizedFileURL
    private static let environment = URL(filePath: #filePath)
        .appending(path: "../../../../.build/cryptography-python").standardizedFileURL

    private static let interpreter = Task {
        let requirements = folder.appending(path: "requirements.txt")
        let marker = environment.appending(path: "requirements.txt")
        let python = environment.appending(path: "bin/python3").path
        if try String(contentsOf: requirements, encoding: .utf8) == (try? String(contentsOf: marker, encoding: .utf8)) {
            return python
        }
        try await run("/usr/bin/env", ["python3", "-m", "venv", "--clear", environment.path])
        try await run(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements.path])
        try Data(contentsOf: requirements).write(to: marker)
        return python
    }

    /// Answers what `interop.py` answers to one request.
    static func ask<Answer: Decodable>(_ request: some Encodable) async throws -> Answer {
        let script = folder.appending(path: "interop.py").path
        let answer = try await run(interpreter.value, [script], input: JSONEncoder().encode(request))
        return try JSONDecoder().decode(Answer.self, from: answer)
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String], input: Data = Data()) async throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        return try await withCheckedThrowingContinuation { done in
            // Off Swift's pool: reading waits for the program.
            DispatchQueue(label: "python").async {
                stdin.fileHandleForWriting.write(input)
                try? stdin.fileHandleForWriting.close()
                let output = stdout.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                if process.terminationStatus == 0 {
                    done.resume(returning: output)
                } else {
                    done.resume(throwing: Failure(program: program, status: process.terminationStatus))
                }
            }
        }
    }

    struct Failure: Error {
        let program: String
        let status: Int32
    }
}
