import Testing

/// The store's conformance suite, for PostgreSQL.
@Suite struct PostgresJobStoreTests {
    private func run(_ body: @Sendable (JobStoreSuite) async throws -> Void) async throws {
        try await StorageDatabase.with { try await body(JobStoreSuite(test: $0.underTest)) }
    }

    @Test("of 16 claimers of 500 jobs, each job is given to one")
    func claimRace() async throws { try await run { try await $0.aJobIsClaimedByOneToken() } }

    @Test("a claim that is repeated gets the same answer and the same attempt")
    func repeatedClaim() async throws { try await run { try await $0.aRepeatedClaimGetsTheSameAnswer() } }

    @Test("only queued jobs and those whose time has come are claimed")
    func claimable() async throws { try await run { try await $0.onlyWhatMayRunIsClaimed() } }

    @Test("an earlier attempt is kept with its end when the next one begins")
    func earlierAttempts() async throws { try await run { try await $0.anEarlierAttemptIsKeptWithItsEnd() } }

    @Test("a worker whose claim was replaced writes nothing: no result, no effect, no follow-up")
    func lateSettlement() async throws { try await run { try await $0.aLateSettlementWritesNothing() } }

    @Test("a worker whose run was ended writes nothing, also when nobody claimed the job since")
    func lateSettlementOfQueued() async throws {
        try await run { try await $0.aLateSettlementOfAQueuedJobWritesNothing() }
    }

    @Test("one replaced claim in a batch of 50 does not hurt the other 49")
    func replacedInBatch() async throws { try await run { try await $0.aReplacedClaimDoesNotHurtItsBatch() } }

    @Test("a settlement that is repeated is committed, and its effects are there once")
    func repeatedSettlement() async throws { try await run { try await $0.aRepeatedSettlementCountsOnce() } }

    @Test("effects that a constraint refuses leave nothing behind, and the neighbours commit")
    func refusedEffects() async throws {
        try await run { try await $0.aRefusedEffectWritesNothingAndLeavesItsNeighbours() }
    }

    @Test("a result that is not JSON and an effect that nobody knows are refused, and the neighbours commit")
    func refusedShapes() async throws { try await run { try await $0.aResultOrEffectOfAnotherShapeIsRefused() } }

    @Test("every transition is written as it is meant")
    func transitions() async throws { try await run { try await $0.everyTransitionIsWritten() } }

    @Test("attempts rise with each claim; errors and crashes count apart")
    func counts() async throws { try await run { try await $0.attemptsErrorsAndCrashesCountApart() } }

    @Test("a run that is ended from outside is queued, retried or given up as its end asks")
    func ends() async throws { try await run { try await $0.runsAreEndedFromOutside() } }

    @Test("time-outs use attempts up, crashes among neighbours do not")
    func deadLetters() async throws { try await run { try await $0.aTimedOutJobIsADeadLetterAfterItsLastAttempt() } }

    @Test("a job that somebody wants cancelled does not run again, however its run ended")
    func cancelled() async throws { try await run { try await $0.whatSomebodyWantsCancelledIsNotRunAgain() } }

    @Test("a checkpoint is found by the next attempt, and only the holder of a job writes it")
    func checkpoints() async throws { try await run { try await $0.aCheckpointIsFoundByTheNextAttempt() } }

    @Test("a job that was alone each time its worker fell silent is a dead letter in the end")
    func silencer() async throws { try await run { try await $0.aJobThatSilencesEveryWorkerIsADeadLetter() } }

    @Test("a time-out that is settled from outside waits within the bound of its kind")
    func outsideBackoff() async throws { try await run { try await $0.aTimeOutWaitsWithinTheBoundOfItsKind() } }

    @Test("what a program tells of its kinds is found by the others, and the last word counts")
    func kinds() async throws { try await run { try await $0.kindsAreToldAndFound() } }

    @Test("a session finds out that it shall be quiet")
    func quiet() async throws { try await run { try await $0.aSessionIsToldToBeQuiet() } }

    @Test("only the token that holds a job ends its run")
    func foreignToken() async throws { try await run { try await $0.onlyTheTokenThatHoldsAJobEndsIt() } }

    @Test("a second open job with the same unique key is answered with the first")
    func uniqueKey() async throws { try await run { try await $0.aSecondOpenJobAnswersWithTheFirst() } }

    @Test("a job that is settled frees its unique key")
    func freedKey() async throws { try await run { try await $0.aSettledJobFreesItsKey() } }

    @Test("a job may be followed by one with its own unique key")
    func followUpKey() async throws { try await run { try await $0.aFollowUpMayTakeTheKeyOfTheJobThatAsksForIt() } }

    @Test("of eight enqueuers of one unique key, one wins and the others hear of it")
    func uniqueRace() async throws { try await run { try await $0.ofEightEnqueuersOfOneKeyOneWins() } }

    @Test("of jobs with the same unique key in one batch, the first wins")
    func uniqueBatch() async throws { try await run { try await $0.ofTwoJobsWithOneKeyInOneBatchTheFirstWins() } }

    @Test("enqueueing the same ids again changes nothing, also when the jobs have been settled meanwhile")
    func sameIDs() async throws { try await run { try await $0.theSameIDsTwiceChangeNothing() } }

    @Test("open jobs come in pages, in the order of their ids, without what is due much later")
    func openJobs() async throws { try await run { try await $0.openJobsComeInPages() } }

    @Test("queued jobs are found by their age")
    func queuedJobs() async throws { try await run { try await $0.queuedJobsAreFoundByTheirAge() } }

    @Test("jobs that wait come in the order of their time, and leave the list when they run")
    func dueJobs() async throws { try await run { try await $0.dueJobsComeInTheOrderOfTheirTime() } }

    @Test("a session that stays silent for a lease loses its claims, a living one none")
    func silentSessions() async throws { try await run { try await $0.aSilentSessionLosesItsClaims() } }
}
