import Flotilla
import FlotillaTesting
import Testing

@testable import Greeter

@Suite struct GreetingTests {
    private let fleet = InlineFleet(GreetingHandler())

    @Test("everybody is greeted, in order")
    func greeting() async throws {
        let job = try await fleet.run(Greeting(names: ["Ada", "Grace"])).expect(.succeeded, attempts: 1)
        #expect(try job.result(Greeted.self).text == "Hello, Ada! Hello, Grace!")
        #expect(try job.checkpoint([String].self)?.count == 2)
    }

    @Test("without a name to greet the job fails at once")
    func noNames() async throws {
        try await fleet.run(Greeting(names: [])).expect(.failed, error: "no_names", attempts: 1)
    }
}
