import Assembly
public import Jobs

/// The queues that this program knows.
public enum Queues {
    public static let all: [QueueName] = ["scan", "ai", "notify", "billing", BenchKinds.queue]
}
