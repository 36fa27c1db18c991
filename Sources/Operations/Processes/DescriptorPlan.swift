import CLinux
import Glibc

/// Which descriptors a child is to have, and what is held open here until it has them.
struct DescriptorPlan {
    private(set) var targets: [Int32] = []
    private var sources: [Int32] = []
    /// Opened for the child alone.
    private var opened: [DescriptorHandle] = []

    mutating func add(_ target: Int32, from source: Int32) throws(SystemError) {
        guard (0...255).contains(target), source >= 0 else { throw SystemError(call: "posix_spawn", code: EBADF) }
        targets.append(target)
        sources.append(source)
    }

    /// Returns the end to read from, with `.pipe`. A target that was added before stays as it was.
    mutating func add(_ output: ChildOutput, as target: Int32) throws(SystemError) -> DescriptorHandle? {
        if targets.contains(target) { return nil }
        switch output {
        case .inherit:
            try add(target, from: target)
        case .null:
            try addNull(target)
        case .file(let path):
            try add(target, opening: path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
        case .pipe:
            let (reading, writing) = try DescriptorHandle.pipe()
            opened.append(writing)
            try add(target, from: writing.number)
            return reading
        }
        return nil
    }

    mutating func addNull(_ target: Int32) throws(SystemError) {
        try add(target, opening: "/dev/null", O_RDWR | O_CLOEXEC)
    }

    private mutating func add(_ target: Int32, opening path: String, _ flags: Int32) throws(SystemError) {
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw SystemError.last("open") }
        opened.append(DescriptorHandle(taking: descriptor))
        try add(target, from: descriptor)
    }

    /// Copies of the sources above every target, so that no copying in the child overwrites what is still to be copied.
    func liftedSources() throws(SystemError) -> [DescriptorHandle] {
        let floor = (targets.max() ?? STDERR_FILENO) + 1
        var lifted: [DescriptorHandle] = []
        for source in sources {
            let copy = flotilla_duplicate(source, max(floor, STDERR_FILENO + 1))
            guard copy >= 0 else { throw SystemError.last("fcntl") }
            lifted.append(DescriptorHandle(taking: copy))
        }
        return lifted
    }
}
