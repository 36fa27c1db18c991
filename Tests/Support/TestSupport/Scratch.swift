import Foundation
import Glibc

/// Where tests keep what servers write.
public enum Scratch {
    /// In memory where there is plenty and programs may be started from it: a data directory has thousands of files, and
    /// ext4 looks long for a place where as many were removed a moment ago. Without the slash at the end, as it will stand
    /// in the processes' command lines.
    public static let parent: String = {
        let memory = "/dev/shm"
        // ST_NOEXEC of statvfs(3), which Swift does not import.
        let noPrograms: UInt = 8
        var room = statvfs()
        let isUsable =
            statvfs(memory, &room) == 0 && UInt64(room.f_bavail) * UInt64(room.f_frsize) > 4 << 30
            && room.f_flag & noPrograms == 0 && access(memory, W_OK) == 0
        return isUsable ? memory : FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    }()
}
