// The files that the tools work on, all in memory. The shim's own File copies what is read twice and
// grows by exactly what is written, which for a linker's output is quadratic; these do neither.
import { Directory, Fd, Inode, PreopenDirectory, wasi } from "@bjorn3/browser_wasi_shim";

type Bytes = Uint8Array<ArrayBuffer>;

const SUCCESS = wasi.ERRNO_SUCCESS;
const OUTPUT_START = 1 << 20;

/** MemoryFile is a file whose bytes are shared by all who open it. A file that was not made by a tool is
 * never written to. */
export class MemoryFile extends Inode {
  private buffer: Bytes;
  private length: number;

  constructor(
    bytes: Bytes = new Uint8Array(0),
    private readonly writable = false,
  ) {
    super();
    this.buffer = bytes;
    this.length = bytes.length;
  }

  get bytes(): Bytes {
    return this.buffer.subarray(0, this.length);
  }

  override path_open(oflags: number, rights: bigint): { ret: number; fd_obj: Fd | null } {
    const writes = (rights & BigInt(wasi.RIGHTS_FD_WRITE)) !== 0n;
    if (writes && !this.writable) return { ret: wasi.ERRNO_PERM, fd_obj: null };
    if ((oflags & wasi.OFLAGS_TRUNC) !== 0 && this.writable) this.length = 0;
    return { ret: SUCCESS, fd_obj: new OpenMemoryFile(this) };
  }

  override stat(): wasi.Filestat {
    return new wasi.Filestat(this.ino, wasi.FILETYPE_REGULAR_FILE, BigInt(this.length));
  }

  write(data: Uint8Array, at: number): boolean {
    if (!this.writable) return false;
    const end = at + data.length;
    if (end > this.buffer.length) {
      const larger = new Uint8Array(Math.max(end, this.buffer.length * 2, OUTPUT_START));
      larger.set(this.bytes);
      this.buffer = larger;
    }
    if (at > this.length) this.buffer.fill(0, this.length, at);
    this.buffer.set(data, at);
    this.length = Math.max(this.length, end);
    return true;
  }

  resize(size: number): boolean {
    if (!this.writable) return false;
    if (size > this.length) return this.write(new Uint8Array(size - this.length), this.length);
    this.length = size;
    return true;
  }
}

class OpenMemoryFile extends Fd {
  private at = 0;

  constructor(private readonly file: MemoryFile) {
    super();
  }

  override fd_fdstat_get(): { ret: number; fdstat: wasi.Fdstat } {
    return { ret: SUCCESS, fdstat: new wasi.Fdstat(wasi.FILETYPE_REGULAR_FILE, 0) };
  }

  override fd_filestat_get(): { ret: number; filestat: wasi.Filestat } {
    return { ret: SUCCESS, filestat: this.file.stat() };
  }

  override fd_filestat_set_size(size: bigint): number {
    return this.file.resize(Number(size)) ? SUCCESS : wasi.ERRNO_BADF;
  }

  /** What is read is a view: the shim copies it into the tool's memory at once. */
  override fd_read(size: number): { ret: number; data: Uint8Array } {
    const data = this.file.bytes.subarray(this.at, this.at + size);
    this.at += data.length;
    return { ret: SUCCESS, data };
  }

  override fd_pread(size: number, offset: bigint): { ret: number; data: Uint8Array } {
    const from = Number(offset);
    return { ret: SUCCESS, data: this.file.bytes.subarray(from, from + size) };
  }

  override fd_seek(offset: bigint, whence: number): { ret: number; offset: bigint } {
    const end = whence === wasi.WHENCE_END ? this.file.bytes.length : 0;
    const from = whence === wasi.WHENCE_CUR ? this.at : end;
    const to = from + Number(offset);
    if (to < 0) return { ret: wasi.ERRNO_INVAL, offset: 0n };
    this.at = to;
    return { ret: SUCCESS, offset: BigInt(to) };
  }

  override fd_tell(): { ret: number; offset: bigint } {
    return { ret: SUCCESS, offset: BigInt(this.at) };
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    if (!this.file.write(data, this.at)) return { ret: wasi.ERRNO_BADF, nwritten: 0 };
    this.at += data.length;
    return { ret: SUCCESS, nwritten: data.length };
  }

  override fd_pwrite(data: Uint8Array, offset: bigint): { ret: number; nwritten: number } {
    if (!this.file.write(data, Number(offset))) return { ret: wasi.ERRNO_BADF, nwritten: 0 };
    return { ret: SUCCESS, nwritten: data.length };
  }
}

/** Root is the tools' whole file system. What they create in it is a MemoryFile too. */
class Root extends Directory {
  override create_entry_for_path(
    path: string,
    isDirectory: boolean,
  ): ReturnType<Directory["create_entry_for_path"]> {
    const made = super.create_entry_for_path(path, isDirectory);
    if (made.entry === null || isDirectory) return made;
    const file = new MemoryFile(new Uint8Array(0), true);
    put(this, path, file);
    return { ret: made.ret, entry: file as unknown as NonNullable<typeof made.entry> };
  }
}

/** Files maps absolute paths to files. */
export type Files = Iterable<readonly [path: string, file: MemoryFile]>;

/** rootWith is a file system with these files, to be given to a tool as its "/". */
export function rootWith(files: Files): { fd: PreopenDirectory; read(path: string): Bytes | null } {
  const root = new Root(new Map<string, Inode>());
  for (const [path, file] of files) put(root, path, file);
  const fd = new PreopenDirectory("/", new Map<string, Inode>());
  fd.dir = root;
  return {
    fd,
    read(path) {
      const file = find(root, path);
      return file instanceof MemoryFile ? file.bytes : null;
    },
  };
}

function put(root: Directory, path: string, file: Inode): void {
  const parts = path.split("/").filter((part) => part !== "");
  const name = parts.pop() ?? "";
  let folder = root;
  for (const part of parts) {
    const next = folder.contents.get(part) ?? new Directory(new Map<string, Inode>());
    if (!(next instanceof Directory)) throw new Error(`${path}: ${part} is a file`);
    folder.contents.set(part, next);
    folder = next;
  }
  folder.contents.set(name, file);
}

function find(root: Directory, path: string): Inode | undefined {
  let at: Inode | undefined = root;
  for (const part of path.split("/").filter((one) => one !== "")) {
    at = at instanceof Directory ? at.contents.get(part) : undefined;
  }
  return at;
}

/** text is a file with that content. */
export function text(content: string): MemoryFile {
  return new MemoryFile(new TextEncoder().encode(content) as Bytes);
}
