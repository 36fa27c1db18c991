import Flotilla

/// What a greeting is about; its definition gives the kind a wire name, a queue and a time limit.
struct Greeting: JobPayload {
    static let definition = JobDefinition(kind: "greeter.greeting", queue: "greetings", timeout: .seconds(10))
    let names: [String]
}

struct Greeted: Codable {
    let text: String
}

/// Greets one after the other. An attempt that is cut off goes on where it was.
struct GreetingHandler: JobHandler {
    func run(_ greeting: Greeting, in context: JobContext) async throws -> JobOutcome {
        guard !greeting.names.isEmpty else {
            return .discarded(JobError(code: "no_names", message: "There is no name to greet."))
        }
        var done = context.checkpoint([String].self) ?? []
        for name in greeting.names.dropFirst(done.count) {
            done.append("Hello, \(name)!")
            try await context.save(done)
        }
        return .succeeded(try JobSuccess(Greeted(text: done.joined(separator: " "))))
    }
}

@main
struct Greeter {
    static func main() async {
        await WorkerProgram("greeter", concurrency: 4) { _, _ in [GreetingHandler()] }.run()
    }
}
