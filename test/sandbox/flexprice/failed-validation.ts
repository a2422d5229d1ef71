/** What the answer looks like when the validation library turns down one field of the body. */
export function failedValidation(struct: string, field: string, tag: string): object {
  return {
    status: 400,
    json: {
      code: 'validation_error',
      details: {
        [field]: `Key: '${struct}.${field}' Error:Field validation for '${field}' failed on the '${tag}' tag`,
      },
    },
  };
}
