import { queryOptions } from "@tanstack/react-query";
import { answer, client } from "@/api/client";
import type { Role } from "@/api/types";

/** People and keys are few: one page of the largest size holds them. */
const ALL = { page_size: 200 };

export const keysQuery = queryOptions({
  queryKey: ["identity", "keys"],
  queryFn: ({ signal }) =>
    answer(client.GET("/api/v1/identity/keys", { params: { query: ALL }, signal })),
});

export const usersQuery = queryOptions({
  queryKey: ["identity", "users"],
  queryFn: ({ signal }) =>
    answer(client.GET("/api/v1/identity/users", { params: { query: ALL }, signal })),
});

/** What can be given to a person or a key; the server says what each may do. */
export const ROLES = ["admin", "analyst", "auditor", "viewer"] as const satisfies readonly Role[];

export interface NewKey {
  name: string;
  roles: Role[];
  expires_in_days: number;
}

export const createKey = (body: NewKey) => answer(client.POST("/api/v1/identity/keys", { body }));

export const revokeKey = (id: string) =>
  answer(
    client.DELETE("/api/v1/identity/keys/{identifier}", { params: { path: { identifier: id } } }),
  );

export interface NewUser {
  username: string;
  display_name: string;
  roles: Role[];
  password: string;
}

export const createUser = (body: NewUser) =>
  answer(client.POST("/api/v1/identity/users", { body }));

export interface UserChange {
  display_name?: string;
  roles?: Role[];
  disabled?: boolean;
  password?: string;
}

export const changeUser = (id: string, body: UserChange) =>
  answer(
    client.PATCH("/api/v1/identity/users/{identifier}", {
      params: { path: { identifier: id } },
      body,
    }),
  );

export const changePassword = (current: string, next: string) =>
  answer(client.POST("/api/v1/identity/password", { body: { current, new: next } }));
