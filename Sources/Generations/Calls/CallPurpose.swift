import Foundation
import Jobs

/// On whose behalf a model is asked.
struct CallPurpose: Sendable {
    let tenant: UUID
    let job: JobID
    /// Of the job, from 1.
    let attempt: Int
    /// nil: for a document.
    var generation: UUID?
    var promptVersion: String?
}
