interface SignInSearch {
  next?: string;
}

/** Where to go after signing in: a path of this console, never another origin. */
export function signInSearch(search: Record<string, unknown>): SignInSearch {
  const { next } = search;
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {};
}
