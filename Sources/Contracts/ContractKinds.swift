public import Jobs

/// The kinds of jobs that one domain enqueues for another. They are registered with every database, so that such a job waits
/// in its queue also where the domain that runs it has no worker.
public enum ContractKinds {
    public static var definitions: [JobDefinition] { [InAppNotification.definition] }
}
