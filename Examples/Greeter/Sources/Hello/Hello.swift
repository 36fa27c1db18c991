import Flotilla

struct Greeting: JobPayload {
    static let definition = JobDefinition(kind: "hello.greeting", queue: "hello", timeout: .seconds(30))
    let name: String
}

struct GreetingHandler: JobHandler {
    func run(_ greeting: Greeting, in context: JobContext) async throws -> JobOutcome {
        let row = RowInsertion(into: "greetings", [("job_id", [context.id.uuid]), ("name", [greeting.name])])
        return .succeeded(try JobSuccess(["greeted": greeting.name], effects: [row]))
    }
}

enum Greetings: FleetDomain {
    static let name = "greetings"
    static let definitions = [Greeting.definition]
    static let migrations = MigrationSet([
        // Numbers below 10,000 are the fleet's own. Rows that come with results are written under the role flotilla_tenant.
        Migration(
            version: 10_000, name: "greetings",
            sql: """
                create table greetings (job_id uuid primary key, name text not null);
                grant insert on greetings to flotilla_tenant;
                """)
    ])
}

@main struct Hello {
    static func main() async {
        await WorkerProgram("hello", domains: [Greetings.self]) { _, _ in [GreetingHandler()] }.run()
    }
}
