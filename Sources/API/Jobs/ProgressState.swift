import Jobs

/// What a running job's handler said of its progress.
enum ProgressState {
    case nothing
    case word(JobProgress)
    /// Redis did not answer.
    case unknown
}
