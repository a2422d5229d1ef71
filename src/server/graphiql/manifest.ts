import { z } from 'zod';

/** What the build of the GraphiQL page says about its files; every name is a file name without a path. */
export const manifestSchema = z.object({
  script: z.string(),
  style: z.string(),
  icon: z.string(),
  /** Modules that the page loads in any case, so that the browser need not find them one after the other. */
  preload: z.array(z.string()).readonly(),
  /** The editors' web workers. */
  workers: z.object({ editor: z.string(), graphql: z.string(), json: z.string() }).readonly(),
  files: z
    .array(
      z.object({
        name: z.string(),
        contentType: z.string(),
        /** Whether the same name with `.br` and with `.gz` lies beside it. */
        compressed: z.boolean(),
      }),
    )
    .readonly(),
});

/** The built page: which file is what. */
export type GraphiqlManifest = Readonly<z.infer<typeof manifestSchema>>;
